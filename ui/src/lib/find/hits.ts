/**
 * Where words stand in what is on show, as ranges of the document: its HTML is read and never written. Text counts as it is
 * seen: on over bold and links, ending with its block.
 */

/** Hits marked and counted at most. */
export const MOST_HITS = 2_000
/** Text looked through at most, in UTF-16 code units. */
const LONGEST = 5_000_000

/** Elements whose text is part of the window, not of what is read. */
const APART = 'button, time, input, select, textarea, .visually-hidden, [aria-hidden=true], [data-unsought]'
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TD TH TR UL'.split(
    ' ',
  ),
)

interface Piece {
  /** Where it starts in the text of all. */
  at: number
  node: Text
}

/** The words as an expression: any case, and any white space where there is some. */
export function expression(words: string): RegExp | null {
  const parts = words.trim().split(/\s+/).filter(Boolean)
  if (parts.length === 0) return null
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('\\s+'), 'gi')
}

function read(root: Element, pieces: Piece[], before: string): string {
  const texts: string[] = [before]
  let length = before.length
  const walk = (element: Element) => {
    for (const child of element.childNodes) {
      if (length > LONGEST) return
      if (child instanceof Text) {
        pieces.push({ at: length, node: child })
        texts.push(child.data)
        length += child.data.length
      } else if (child instanceof Element && !child.matches(APART)) {
        const isBlock = BLOCKS.has(child.tagName) || child.tagName === 'BR'
        walk(child)
        // A hit does not go on into the next block.
        if (isBlock) {
          texts.push('\u0000')
          length += 1
        }
      }
    }
  }
  walk(root)
  return texts.join('')
}

/** The piece that holds a place of the text. */
function holder(pieces: readonly Piece[], at: number): Piece | undefined {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return pieces[low - 1]
}

/** The hits in the roots, in the order they are read. */
export function hits(roots: readonly Element[], words: string): Range[] {
  const sought = expression(words)
  if (!sought) return []
  const found: Range[] = []
  for (const root of roots) {
    const pieces: Piece[] = []
    const text = read(root, pieces, '\u0000')
    for (const match of text.matchAll(sought)) {
      if (found.length >= MOST_HITS) return found
      const first = holder(pieces, match.index)
      const last = holder(pieces, match.index + match[0].length - 1)
      if (!first || !last) continue
      const range = document.createRange()
      range.setStart(first.node, match.index - first.at)
      range.setEnd(last.node, match.index + match[0].length - last.at)
      found.push(range)
    }
  }
  return found
}
