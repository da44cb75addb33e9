import { describe, expect, it } from 'vitest'

import type { CaseRow } from './bindings'
import { due, waitsWord } from './queue'
import { toMoment } from './text/time'

const now = Date.parse('2026-11-23T09:00:00Z')
const MINUTE = 60_000
const row = (title: string, more: Partial<CaseRow> = {}): CaseRow => ({
  path: `cases/${title}.md`,
  id: null,
  ref: null,
  title,
  status: 'open',
  priority: 'normal',
  customer: null,
  owner: null,
  opened: toMoment(now - 60 * MINUTE),
  solved: null,
  promised: null,
  next: null,
  last_entry: null,
  ...more,
})
const promised = (minutes: number) => ({ promised: toMoment(now + minutes * MINUTE) })
describe('the queue', () => {
  it('says what a stretch waits for, and on whom', () => {
    expect(waitsWord('for-us', 'mine')).toBe('Waiting on me')
    expect(waitsWord('for-us', 'team')).toBe('Waiting on us')
    expect(waitsWord('due-soon', 'team')).toBe('Due')
  })

  it('says what is due in words', () => {
    expect(due(row('a', promised(24)), now)).toMatchObject({ text: '24 min', tone: 'soon' })
    expect(due(row('a', promised(-35)), now)).toMatchObject({ text: '35 min late', tone: 'late' })
    expect(due(row('a', { status: 'on-hold' }), now)).toMatchObject({ text: 'on hold', tone: 'plain' })
    expect(due(row('a'), now).text).toBe('1 h')
  })
})
