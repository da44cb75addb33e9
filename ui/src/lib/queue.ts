/** Puts the queue's rows under their headings, and says what is due. Pure: the time comes in. */
import type { CaseRow, QueueScope } from './bindings'
import { millis, shortDate, span } from './text/time'
import { isDone } from './text/words'

export const DUE_SOON_MS = 2 * 60 * 60_000

export type QueueItem = { heading: string; count: number; row: null } | { heading: null; row: CaseRow }

export function isDueSoon(row: CaseRow, now: number): boolean {
  return row.promised !== null && !isDone(row.status) && millis(row.promised) - now <= DUE_SOON_MS
}

/** Rows keep the order they came in; a group without rows has no heading. */
export function grouped(rows: readonly CaseRow[], scope: QueueScope, now: number): QueueItem[] {
  if (scope === 'solved') return rows.map((row) => ({ heading: null, row }))
  const groups = new Map<string, CaseRow[]>([
    ['Due soon', []],
    ['Waiting on me', []],
    ['Waiting on customer', []],
  ])
  const mine = scope === 'mine' ? 'Waiting on me' : 'Waiting on us'
  for (const row of rows) {
    const waits = row.status === 'pending' || row.status === 'on-hold'
    groups.get(isDueSoon(row, now) ? 'Due soon' : waits ? 'Waiting on customer' : 'Waiting on me')?.push(row)
  }
  return [...groups].flatMap(([name, members]): QueueItem[] =>
    members.length === 0
      ? []
      : [
          { heading: name === 'Waiting on me' ? mine : name, count: members.length, row: null },
          ...members.map((row) => ({ heading: null, row })),
        ],
  )
}

export interface Due {
  text: string
  tone: 'late' | 'soon' | 'plain'
  title: string
}

/** The one time that matters for a row. */
export function due(row: CaseRow, now: number): Due {
  if (isDone(row.status)) {
    const at = row.solved ?? row.last_entry
    return { text: at ? shortDate(at, now) : '', tone: 'plain', title: 'solved' }
  }
  if (row.promised) {
    const left = millis(row.promised) - now
    const text = span(left)
    if (left < 0) return { text: `${text} late`, tone: 'late', title: 'promised an update, now late' }
    return { text, tone: left <= DUE_SOON_MS ? 'soon' : 'plain', title: 'until the promised update' }
  }
  if (row.status === 'pending') return { text: 'pending', tone: 'plain', title: 'the customer has to answer' }
  if (row.status === 'on-hold') return { text: 'on hold', tone: 'plain', title: 'someone else has to act' }
  const since = row.last_entry ?? row.opened
  return { text: since ? span(now - millis(since)) : '', tone: 'plain', title: 'since the last entry' }
}
