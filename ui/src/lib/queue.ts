/** Says what a row of the queue waits for and what is due. Pure: the time comes in. */
import type { CaseRow, QueueScope, Waits } from './bindings'
import { millis, shortDate, span } from './text/time'
import { isDone } from './text/words'

export const DUE_SOON_MS = 2 * 60 * 60_000

/** What a stretch of the queue waits for, as its heading says it. */
export function waitsWord(waits: Waits, scope: QueueScope): string {
  switch (waits) {
    case 'due-soon':
      return 'Due'
    case 'for-us':
      return scope === 'mine' ? 'Waiting on me' : 'Waiting on us'
    case 'for-others':
      return 'Waiting on customer'
  }
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
