import { describe, expect, it } from 'vitest'

import { successWords } from './success'

describe('how using an article went', () => {
  const said = (solved: number, tried: number, last: string | null = '2026-11-12T10:00:00Z') =>
    successWords({ solved, tried, last }, () => '12 Nov')

  it('is one sentence', () => {
    expect(said(7, 9)).toBe('Solved 7 of 9 cases it was tried in; last on 12 Nov')
    expect(said(7, 7)).toBe('Solved all 7 cases it was tried in; last on 12 Nov')
    expect(said(1, 1)).toBe('Solved the one case it was tried in, on 12 Nov')
    expect(said(1, 1, null)).toBe('Solved the one case it was tried in')
    expect(said(0, 1, null)).toBe('Tried in one case and did not solve it')
    expect(said(0, 3, null)).toBe('Tried in 3 cases, solved none')
    expect(said(2, 1_200, null)).toBe('Solved 2 of 1,200 cases it was tried in')
  })
})
