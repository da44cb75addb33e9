/**
 * The keys of an editor. What the window means by a key is the window's: a stroke no binding here wants bubbles, and a
 * `data-scope` around the editor hears it.
 */
import { acceptCompletion, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, indentLess, indentMore, redo, standardKeymap, undo } from '@codemirror/commands'
import { syntaxTree } from '@codemirror/language'
import type { EditorState, Extension } from '@codemirror/state'
import { keymap, type Command, type KeyBinding } from '@codemirror/view'

/** Keys of the window that CodeMirror would take for itself. */
const WINDOWS_OWN = ['Mod-Enter', 'Alt-l', 'Mod-i', 'Alt-A', 'Mod-/', 'Shift-Mod-k', 'Mod-Alt-\\', 'Ctrl-k']

const editing = defaultKeymap.filter(({ key, linux }) => ![key, linux].some((it) => it && WINDOWS_OWN.includes(it)))

/** Tab moves the focus, as everywhere in the window, but for list items and chosen lines, which it indents. */
function inList(state: EditorState): boolean {
  const { main } = state.selection
  if (state.doc.lineAt(main.from).number !== state.doc.lineAt(main.to).number) return true
  for (let node = syntaxTree(state).resolveInner(main.head, -1); node.parent; node = node.parent) {
    if (node.name === 'ListItem' || node.name === 'FencedCode') return true
  }
  return false
}

const accepting: KeyBinding = { key: 'Tab', run: acceptCompletion }
const indenting: KeyBinding = {
  key: 'Tab',
  run: (view) => inList(view.state) && indentMore(view),
  shift: (view) => inList(view.state) && indentLess(view),
}

/** An empty text with nothing to take back leaves the stroke to the window, which takes back its last change. */
const orEmpty =
  (command: Command): Command =>
  (view) =>
    command(view) || view.state.doc.length > 0
const history: KeyBinding[] = [
  { key: 'Mod-z', run: orEmpty(undo) },
  { key: 'Mod-y', run: orEmpty(redo) },
  { key: 'Mod-Shift-z', run: orEmpty(redo) },
]

/** `inForm`: Tab always leaves, and only what every text field knows is a key. */
export function keys(inForm: boolean): Extension {
  const tabs = inForm ? [accepting] : [accepting, indenting]
  const rest = inForm ? standardKeymap : editing
  return keymap.of([...closeBracketsKeymap, ...completionKeymap, ...tabs, ...history, ...rest])
}
