import { describe, expect, it } from 'vitest'

import type { CaseRow } from './bindings'
import { due, grouped } from './queue'
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
const shape = (rows: CaseRow[]) => grouped(rows, 'mine', now).map((item) => item.heading ?? item.row?.title)

describe('the queue', () => {
  it('puts what was promised within two hours, or has passed, first', () => {
    const rows = [row('late', promised(-5)), row('in 2 h', promised(120)), row('later', promised(121))]
    expect(shape(rows)).toEqual(['Due soon', 'late', 'in 2 h', 'Waiting on me', 'later'])
  })

  it('keeps a promise due even when the customer has to answer', () => {
    expect(shape([row('pending', { status: 'pending', ...promised(30) }), row('hold', { status: 'on-hold' })])).toEqual(
      ['Due soon', 'pending', 'Waiting on customer', 'hold'],
    )
  })

  it('shows no heading without rows, and none among solved cases', () => {
    expect(shape([])).toEqual([])
    const solved = row('done', { status: 'solved', ...promised(-5) })
    expect(grouped([solved], 'solved', now)).toEqual([{ heading: null, row: solved }])
  })

  it('says what is due in words', () => {
    expect(due(row('a', promised(24)), now)).toMatchObject({ text: '24 min', tone: 'soon' })
    expect(due(row('a', promised(-35)), now)).toMatchObject({ text: '35 min late', tone: 'late' })
    expect(due(row('a', { status: 'on-hold' }), now)).toMatchObject({ text: 'on hold', tone: 'plain' })
    expect(due(row('a'), now).text).toBe('1 h')
  })
})
