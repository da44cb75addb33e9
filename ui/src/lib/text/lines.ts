/** How tall a text will be, roughly: what decides whether it is folded before it is laid out. */

/** Characters of prose on a line of the journal. */
const ACROSS = 96

/** Lines on screen; lines inside a fence do not wrap. */
export function countLines(text: string): number {
  let lines = 0
  let fence: string | null = null
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && fence === null) fence = mark[0] ?? null
    else if (mark && fence === mark[0]) fence = null
    lines += fence === null ? Math.max(1, Math.ceil(line.length / ACROSS)) : 1
  }
  return lines
}
