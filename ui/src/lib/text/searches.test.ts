import { describe, expect, it } from 'vitest'

import type { SearchLog } from '../bindings'
import { gapsWords } from './searches'

const LOG: SearchLog = {
  kept: true,
  searches: 40,
  since: '2026-11-03T10:00:00Z',
  opened: 20,
  first_three: 15,
  median_rank: 1.5,
  without_result: [],
}

describe('what searching came to', () => {
  it('says how far down what was opened stood', () => {
    expect(gapsWords(LOG, () => '3 Nov')).toBe(
      'Of 40 searches since 3 Nov, 20 led to a note that was opened: 75 % of those stood among the first three, at place 1.5 in the median.',
    )
  })
  it('says so while nothing was opened', () => {
    const none = { ...LOG, searches: 1, opened: 0, first_three: 0, median_rank: null }
    expect(gapsWords(none, () => '3 Nov')).toBe('Of 1 search since 3 Nov, nothing was opened from them yet.')
  })
})
