import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Client } from '../client'
import { Draft } from './draft'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function home() {
  const kept: string[] = []
  const call = (_: string, { text }: { text: string }) => {
    kept.push(text)
    return Promise.resolve({})
  }
  return { kept, app: { client: { call } as unknown as Client, vault: null } }
}

describe('a draft', () => {
  it('is kept once typing rests', async () => {
    const { kept, app } = home()
    const draft = new Draft<{ text: string }>(app, 'key')
    draft.set({ text: 'one' })
    await vi.advanceTimersByTimeAsync(299)
    expect(kept).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(kept).toEqual(['{"text":"one"}'])
  })

  it('is never older than a second, however long somebody types without a rest', async () => {
    const { kept, app } = home()
    const draft = new Draft<{ at: number }>(app, 'key')
    let last = 0
    for (let at = 0; at < 50; at += 1) {
      draft.set({ at })
      await vi.advanceTimersByTimeAsync(100)
      if (kept.length > 0) last = (JSON.parse(kept.at(-1)!) as { at: number }).at
      expect(at - last).toBeLessThan(10)
    }
    expect(kept.length).toBeGreaterThan(4)
  })
})
