/** What searching came to, in words. */
import type { Moment, SearchLog } from '../bindings'
import { many } from './words'

export function gapsWords(log: SearchLog, date: (at: Moment) => string): string {
  const since = log.since === null ? '' : ` since ${date(log.since)}`
  const opened = log.opened === 0 ? 'nothing was opened from them yet' : `${log.opened} led to a note that was opened`
  const places =
    log.opened === 0 || log.median_rank === null
      ? ''
      : `: ${Math.round((100 * log.first_three) / log.opened)} % of those stood among the first three, at place ${log.median_rank} in the median`
  return `Of ${many(log.searches, 'search', 'searches')}${since}, ${opened}${places}.`
}
