/** The headings of a section's Markdown, outside code fences. */
export interface Heading {
  level: number
  text: string
  /** Counted from 1. */
  line: number
}

export function headings(markdown: string): Heading[] {
  const found: Heading[] = []
  let fence: string | null = null
  markdown.split('\n').forEach((line, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence)) fence = null
      return
    }
    const heading = fence === null ? /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line) : null
    if (heading?.[1] && heading[2]) found.push({ level: heading[1].length, text: heading[2], line: index + 1 })
  })
  return found
}
