/** Key names: `Ctrl+Shift+C`, `Alt+ArrowLeft`, `?`, `J`. Letters follow the keyboard's layout, not its position. */

interface Chord {
  ctrl: boolean
  alt: boolean
  shift: boolean
  key: string
}

function parse(keys: string): Chord {
  const parts = keys.split('+')
  const key = parts.pop() ?? ''
  return { ctrl: parts.includes('Ctrl'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key }
}

/** One spelling for each chord, to find clashes. */
export function canonical(keys: string): string {
  const { ctrl, alt, shift, key } = parse(keys)
  return [ctrl && 'ctrl', alt && 'alt', shift && 'shift', key.toLowerCase()].filter(Boolean).join('+')
}

/** Whether the key stroke is the chord. A sign such as `?` carries its own Shift. */
export function matches(keys: string, event: KeyboardEvent): boolean {
  const { ctrl, alt, shift, key } = parse(keys)
  if (event.key.toLowerCase() !== key.toLowerCase()) return false
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  return (event.ctrlKey || event.metaKey) === ctrl && event.altKey === alt && (isSign || event.shiftKey === shift)
}

/** Whether a text field may have the key to itself: a plain letter, or an editing key. */
export function belongsToTyping(keys: string): boolean {
  const { ctrl, alt, key } = parse(keys)
  return (!ctrl && !alt && key !== 'Escape' && !/^F\d+$/.test(key)) || canonical(keys) === 'ctrl+z'
}

const SIGNS: Record<string, string> = {
  Shift: '⇧',
  Enter: '⏎',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** As it is shown: `Ctrl ⇧ C`. */
export function display(keys: string): string {
  return keys
    .split('+')
    .map((part) => SIGNS[part] ?? part)
    .join(' ')
}
