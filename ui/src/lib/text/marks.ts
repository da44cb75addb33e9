/**
 * Cuts a text into stretches: marked or not, code or not. Positions are UTF-16 code units, as the core counts them.
 *
 * Back ticks around code are kept in the text by the core; they become `code` here and are not shown.
 */
export interface Stretch {
  text: string
  marked: boolean
  code: boolean
}

type Range = readonly [number, number]

/** Sorted, within the text, not empty, and not overlapping. */
function tidy(length: number, marks: readonly Range[]): Range[] {
  const sorted = marks
    .map(([start, end]): Range => [Math.max(0, start), Math.min(length, end)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0])
  const out: Range[] = []
  let at = 0
  for (const [start, end] of sorted) {
    if (end > at) out.push([Math.max(at, start), end])
    at = Math.max(at, end)
  }
  return out
}

export function stretches(text: string, marks: readonly Range[]): Stretch[] {
  const marked = tidy(text.length, marks)
  const code = [...text.matchAll(/`([^`]+)`/g)].map(({ index, 0: whole }): Range => [index, index + whole.length])
  const cuts = [...marked, ...code, ...code.map(([start, end]): Range => [start + 1, end - 1])].flat()
  const edges = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b)
  const within = (ranges: readonly Range[], at: number) => ranges.find(([start, end]) => start <= at && at < end)
  const out: Stretch[] = []
  edges.slice(0, -1).forEach((start, index) => {
    const end = edges[index + 1] ?? start
    const span = within(code, start)
    if (span && (start === span[0] || end === span[1]) && text.slice(start, end) === '`') return
    out.push({ text: text.slice(start, end), marked: within(marked, start) !== undefined, code: span !== undefined })
  })
  return out
}
