/** A long text goes over to the core in pieces, so that the window answers meanwhile. */

/** Sent at a time. In UTF-16 code units. */
export const PIECE_CHARS = 2 * 1024 * 1024

/** Where the piece that begins at `at` ends: never between the two halves of a sign. */
export function endOfPiece(text: string, at: number): number {
  const end = Math.min(at + PIECE_CHARS, text.length)
  const isHalf = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))
  return isHalf ? end - 1 : end
}
