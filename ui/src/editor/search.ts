/** Find and replace over several editors at once: an article's sections are one text to whoever searches it. */
import type { Editor, Found } from './create'

export interface Place extends Found {
  editor: Editor
}

/** Places shown and counted at most. */
const MOST = 5_000

export function places(editors: readonly Editor[], words: string, caseSensitive: boolean): Place[] {
  const all: Place[] = []
  for (const editor of editors) {
    for (const found of editor.search(words, caseSensitive, MOST - all.length)) all.push({ ...found, editor })
  }
  return all
}

export function replaceAll(found: readonly Place[], text: string): void {
  for (const editor of new Set(found.map((place) => place.editor))) {
    editor.replace(
      found.filter((place) => place.editor === editor),
      text,
    )
  }
}
