/** Each line reads in the direction of its own letters, so that Arabic or Hebrew notes stay readable in a Latin frame. */
import { RangeSetBuilder, type Extension } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'

const auto = Decoration.line({ attributes: { dir: 'auto' } })

function visibleLines(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at)
      builder.add(line.from, line.from, auto)
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
      if (update.docChanged || update.viewportChanged) this.decorations = visibleLines(update.view)
    }
  },
  { decorations: (it) => it.decorations },
)

export const lineDirections: Extension = [EditorView.perLineTextDirection.of(true), marking]
