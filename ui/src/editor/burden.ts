/** Which texts are too much for wrapping and highlighting. */

/** A line longer than this is laid out piece by piece only, without wrapping. In UTF-16 code units. */
export const LONG_LINE = 20_000
/** A text longer than this is not highlighted. In UTF-16 code units. */
export const LONG_TEXT = 2_000_000

export interface Burden {
  longLine: boolean
  longText: boolean
}

export function burden(text: string): Burden {
  let start = 0
  let longLine = false
  while (start <= text.length && !longLine) {
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    longLine = stop - start > LONG_LINE
    start = stop + 1
  }
  return { longLine, longText: text.length > LONG_TEXT }
}
