/**
 * Each line reads in the direction of its own letters, so that Arabic or Hebrew notes stay readable in a Latin frame; a line of
 * code always from left to right, and in the type of code.
 */
import { syntaxTree } from '@codemirror/language'
import { RangeSetBuilder, type Extension } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'

const auto = Decoration.line({ attributes: { dir: 'auto' } })
const code = Decoration.line({ attributes: { dir: 'ltr' }, class: 'cm-code' })

function isCode(view: EditorView, at: number): boolean {
  for (let node = syntaxTree(view.state).resolve(at, -1); ;) {
    if (node.name === 'FencedCode' || node.name === 'CodeBlock') return true
    if (!node.parent) return false
    node = node.parent
  }
}

function visibleLines(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at)
      builder.add(line.from, line.from, isCode(view, line.to) ? code : auto)
      at = line.to + 1
    }
  }
  return builder.finish()
}

const marking = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = visibleLines(view)
    }
    update(update: ViewUpdate) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state)
      if (update.docChanged || update.viewportChanged || parsed) this.decorations = visibleLines(update.view)
    }
  },
  { decorations: (it) => it.decorations },
)

export const lineDirections: Extension = [EditorView.perLineTextDirection.of(true), marking]
