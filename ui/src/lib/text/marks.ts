/** Cuts a text into marked and unmarked stretches. Positions are UTF-16 code units, as the core counts them. */
export interface Stretch {
  text: string
  marked: boolean
}

export function stretches(text: string, marks: readonly (readonly [number, number])[]): Stretch[] {
  const sorted = marks
    .map(([start, end]) => [Math.max(0, start), Math.min(text.length, end)] as const)
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0])
  const out: Stretch[] = []
  let at = 0
  for (const [start, end] of sorted) {
    const from = Math.max(at, start)
    if (from >= end) continue
    if (from > at) out.push({ text: text.slice(at, from), marked: false })
    out.push({ text: text.slice(from, end), marked: true })
    at = end
  }
  if (at < text.length) out.push({ text: text.slice(at), marked: false })
  return out
}
