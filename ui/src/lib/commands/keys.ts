/** Key names: `Ctrl+Shift+C`, `Alt+ArrowLeft`, `?`, `J`, `Ctrl+Plus`. Letters follow the keyboard's layout, not its position. */

interface Chord {
  ctrl: boolean
  alt: boolean
  shift: boolean
  key: string
}

/** Keys whose sign cannot stand in a chord. */
const NAMED: Record<string, string> = { Plus: '+', Space: ' ' }
const MODIFIERS = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'Hyper', 'Super', 'CapsLock', 'Fn', 'Dead']

function parse(keys: string): Chord {
  const parts = keys.split('+')
  const key = parts.pop() ?? ''
  return {
    ctrl: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
    key: NAMED[key] ?? key,
  }
}

/** Whether an input method has the stroke: it spells a word, and no command may hear it. */
export function isComposing(event: KeyboardEvent): boolean {
  // 229 is what WebKit sends for the strokes around a composition (UI Events, "Keyboard Event keyCode Values").
  return event.isComposing || event.keyCode === 229
}

/** A sign such as `?` or `1` carries its own Shift: which keys make it is the layout's matter. */
function isSign(key: string): boolean {
  return key.length === 1 && key !== ' ' && key.toLowerCase() === key.toUpperCase()
}

/** The key of a stroke. Where the layout has no Latin letters, the letter printed on the same key of a Latin one. */
function keyOf(event: KeyboardEvent): string {
  const { key, code } = event
  if (key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(code ?? '')) return code.slice(3)
  return key
}

/** One spelling for each chord, to find clashes. */
export function canonical(keys: string): string {
  const { ctrl, alt, shift, key } = parse(keys)
  return [ctrl && 'ctrl', alt && 'alt', shift && !isSign(key) && 'shift', key.toLowerCase()].filter(Boolean).join('+')
}

/** Whether the key stroke is the chord. */
export function matches(keys: string, event: KeyboardEvent): boolean {
  const { ctrl, alt, shift, key } = parse(keys)
  if (keyOf(event).toLowerCase() !== key.toLowerCase()) return false
  return (event.ctrlKey || event.metaKey) === ctrl && event.altKey === alt && (isSign(key) || event.shiftKey === shift)
}

/** The chord of a key stroke; `null` for a modifier alone, or while an input method composes. */
export function chordOf(event: KeyboardEvent): string | null {
  const key = keyOf(event)
  if (isComposing(event) || key === '' || key === 'Unidentified' || MODIFIERS.includes(key)) return null
  const name = Object.entries(NAMED).find(([, sign]) => sign === key)?.[0] ?? key
  const shown = name.length === 1 ? name.toUpperCase() : name
  const parts = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && !isSign(key) && 'Shift',
    shown,
  ]
  return parts.filter(Boolean).join('+')
}

/** Whether the text is spelt as a chord: what is kept on disk may hold anything. */
export function isChord(keys: unknown): keys is string {
  return (
    typeof keys === 'string' && /^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?(?:[A-Z][A-Za-z0-9]{0,15}|[^+\sa-z])$/.test(keys)
  )
}

/** Keys that undo and redo while text is edited. */
const EDITING = ['ctrl+z', 'ctrl+shift+z', 'ctrl+y']

/** Whether the chord undoes or redoes in a text field. */
export function isUndoOfText(keys: string): boolean {
  return EDITING.includes(canonical(keys))
}

/** Whether the chord writes a character, or moves or acts inside a field. */
export function isPlain(keys: string): boolean {
  const { ctrl, alt, key } = parse(keys)
  return !ctrl && !alt && key !== 'Escape' && !/^F\d+$/.test(key)
}

/** Whether a text field may have the key to itself: a plain letter, or an editing key. */
export function belongsToTyping(keys: string): boolean {
  return isPlain(keys) || isUndoOfText(keys)
}

/** What a key does by itself everywhere, so that no command can have it; `null` when it is free. */
export function reservedFor(keys: string): string | null {
  return RESERVED[canonical(keys)] ?? null
}

const RESERVED: Record<string, string> = {
  tab: 'moves to the next field',
  'shift+tab': 'moves to the field before',
  enter: 'presses the button with the focus',
  ' ': 'presses the button with the focus',
  escape: 'goes back one step',
  'ctrl+a': 'selects all text',
  'ctrl+c': 'copies text',
  'ctrl+v': 'pastes text',
  'ctrl+x': 'cuts text',
  arrowup: 'moves in a list',
  arrowdown: 'moves in a list',
  arrowleft: 'moves in a text',
  arrowright: 'moves in a text',
}

const SIGNS: Record<string, string> = {
  Shift: '⇧',
  Enter: '⏎',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Plus: '+',
}

/** As it is shown: `Ctrl ⇧ C`. */
export function display(keys: string): string {
  return keys
    .split('+')
    .map((part) => SIGNS[part] ?? part)
    .join(' ')
}

/** As `aria-keyshortcuts` has it: `Control+Shift+C`. */
export function ariaKeys(keys: string): string {
  return keys.replace('Ctrl', 'Control')
}
