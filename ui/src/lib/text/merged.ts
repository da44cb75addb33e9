/** A text that was merged, part by part, and what a person chose where both had changed the same. */
import type { MergedPart } from '../bindings'

export type Choice = 'mine' | 'theirs' | 'both'
export type Parting = Extract<MergedPart, { is: 'parted' }>

export function allAgree(parts: readonly MergedPart[]): boolean {
  return parts.every((part) => part.is === 'agreed')
}

export function partings(parts: readonly MergedPart[]): Parting[] {
  return parts.filter((part) => part.is === 'parted')
}

/** The text; what is not chosen yet stays as it was written here. */
export function joined(parts: readonly MergedPart[], choices: readonly (Choice | null)[] = []): string {
  let at = 0
  let text = ''
  for (const part of parts) {
    const piece = part.is === 'agreed' ? part.text : chosen(part, choices[at++] ?? 'mine')
    if (piece === '') continue
    text = text === '' || text.endsWith('\n') ? text + piece : `${text}\n${piece}`
  }
  return text
}

function chosen({ mine, theirs }: Parting, choice: Choice): string {
  if (choice === 'theirs') return theirs
  if (choice === 'mine' || theirs === '') return mine
  return mine === '' || theirs.endsWith('\n') ? theirs + mine : `${theirs}\n${mine}`
}
