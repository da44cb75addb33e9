/** Weaves journal entries and links into one line of time. Pure. */
import type { EntryView, LinkView, NoteView } from './bindings'
import { dateKey, millis } from './text/time'

export type TimelineItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'entry'; key: string; entry: EntryView }
  | { kind: 'link'; key: string; link: LinkView }

/** Oldest first, as in the file; a link without a time comes last, where the next thing will be written. */
export function timeline(view: NoteView): TimelineItem[] {
  const entries = view.journal.map((entry, index) => ({
    at: millis(entry.at),
    day: dateKey(entry.at),
    moment: entry.at,
    item: { kind: 'entry', key: `e${entry.id ?? ''}${index}`, entry } as TimelineItem,
  }))
  const links = view.links.map((link, index) => ({
    at: link.at ? millis(link.at) : Number.POSITIVE_INFINITY,
    day: link.at ? dateKey(link.at) : null,
    moment: link.at,
    item: { kind: 'link', key: `l${link.article}${link.how}${index}`, link } as TimelineItem,
  }))
  const woven = [...entries, ...links].sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
  const out: TimelineItem[] = []
  let last: string | null = null
  for (const { day, moment, item } of woven) {
    if (day !== null && moment !== null && day !== last) {
      out.push({ kind: 'day', key: `d${day}${out.length}`, at: moment })
      last = day
    }
    out.push(item)
  }
  return out
}
