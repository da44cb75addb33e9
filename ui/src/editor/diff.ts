/** The smallest single replacement that turns one text into another: the caret and the view stay where they are. */
export interface Replacement {
  from: number
  to: number
  insert: string
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

export function replacement(before: string, after: string): Replacement | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  if (start > 0 && isLowSurrogate(before.charCodeAt(start))) start -= 1
  let end = 0
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end += 1
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end -= 1
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}
