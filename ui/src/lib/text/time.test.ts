import { beforeEach, describe, expect, it } from 'vitest'

import { dates, nameOf, OFFERED } from './locale.svelte'
import { clock, day, dayAndClock, readWhen, shortDate, span, toMoment } from './time'

beforeEach(() => dates.use('en-GB'))

const now = new Date(2026, 10, 23, 9, 6, 0).getTime()
const read = (text: string) => {
  const at = readWhen(text, now)
  return at === null ? null : toMoment(at).slice(0, 16)
}

describe('reading a promise', () => {
  it('takes a clock for today, or for tomorrow when it has passed', () => {
    expect(read('16:00')).toBe('2026-11-23T16:00')
    expect(read('8:30')).toBe('2026-11-24T08:30')
  })

  it('takes days by name and date', () => {
    expect(read('tomorrow 9:00')).toBe('2026-11-24T09:00')
    expect(read('fri 10:15')).toBe('2026-11-27T10:15')
    expect(read('mon')).toBe('2026-11-30T09:00')
    expect(read('2026-12-01 14:00')).toBe('2026-12-01T14:00')
  })

  it('takes a length of time', () => {
    expect(read('in 2 h')).toBe('2026-11-23T11:06')
    expect(read('45 min')).toBe('2026-11-23T09:51')
  })

  it('says that it cannot read anything else', () => {
    for (const text of ['', 'soon', '25:00', '2026-02-31 10:00', '10']) expect(read(text)).toBeNull()
  })
})

describe('showing times', () => {
  it('keeps the clock of whoever wrote it', () => {
    expect(clock('2026-11-20T09:12:44+05:30')).toBe('09:12')
  })

  it('names days near and far', () => {
    expect(day('2026-11-23T01:00:00+00:00', now)).toBe('Today')
    expect(day('2026-11-22T23:00:00+00:00', now)).toBe('Yesterday')
    expect(day('2026-11-20T09:00:00+00:00', now)).toBe('Fri 20 Nov')
    expect(day('2024-02-01T09:00:00+00:00', now)).toBe('1 Feb 2024')
    expect(dayAndClock('2026-11-24T09:00:00+00:00', now)).toBe('Tue 24 Nov 09:00')
  })

  it('gives a length in its largest unit', () => {
    expect([20_000, 24 * 60_000, 3 * 3_600_000, 49 * 3_600_000].map(span)).toEqual(['1 min', '24 min', '3 h', '2 d'])
    expect(span(-35 * 60_000)).toBe('35 min')
  })

  it('writes moments with this machine’s offset', () => {
    expect(Date.parse(toMoment(now))).toBe(now)
  })
})

describe('the language of dates', () => {
  const friday = '2026-11-20T09:00:00+00:00'

  it('is the chosen one, everywhere dates are written', () => {
    dates.use('de')
    expect(day(friday, now)).toBe('Fr. 20. Nov.')
    expect(shortDate('2024-03-01T09:00:00+00:00', now)).toBe('1. März 2024')
    expect(day('2026-11-23T01:00:00+00:00', now)).toBe('Heute')
    expect(dayAndClock('2026-11-22T09:00:00+00:00', now)).toBe('Gestern 09:00')
    expect(dayAndClock('2026-11-23T08:00:00+00:00', now)).toBe('08:00')
    dates.use('ja')
    expect(day(friday, now)).toContain('11月20日')
    dates.use('iso')
    expect(day(friday, now)).toBe('2026-11-20')
    expect(dayAndClock(friday, now)).toBe('2026-11-20 09:00')
  })

  it('is English when what was kept names none, and the system’s only when that is chosen', () => {
    dates.use('not a tag')
    expect(day(friday, now)).toBe('Fri 20 Nov')
    expect(dates.tag).toBe('en-GB')
    dates.use('system')
    expect(dates.tag).toBeUndefined()
  })

  it('is offered only where the platform writes it, under its own name', () => {
    for (const tag of OFFERED) {
      dates.use(tag)
      expect(dates.tag).toBe(tag)
      expect(nameOf(tag)).not.toBe('')
    }
    expect(nameOf('de')).toBe('Deutsch')
    expect(nameOf('not a tag')).toBe('not a tag')
  })

  it('leaves a date that is none as it is', () => {
    expect(shortDate('nonsense', now)).toBe('nonsense')
  })
})
