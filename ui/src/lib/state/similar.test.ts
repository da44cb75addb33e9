import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Hit, SearchAnswer } from '../bindings'
import type { Client } from '../client'
import { Similar } from './similar.svelte'

describe('what may say the same', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('is looked for once the words rest, and what was found for others is left unheard', async () => {
    const waiting: { text: string; answer: (found: SearchAnswer) => void }[] = []
    const call = (_: string, { text }: { text: string }) => new Promise((answer) => waiting.push({ text, answer }))
    const similar = new Similar({ call } as unknown as Client, 'case')
    const found = (title: string): SearchAnswer => {
      const hits = (['case', 'article'] as const).map((kind) => ({ title, kind }) as Hit)
      return { number: 0, total: 2, took_us: 1, hits }
    }

    const stop = similar.look('pri')
    stop()
    const next = similar.look('print')
    await vi.advanceTimersByTimeAsync(200)
    next()
    similar.look('printer')
    await vi.advanceTimersByTimeAsync(200)
    expect(waiting.map(({ text }) => text)).toEqual(['print', 'printer'])
    waiting[1]!.answer(found('the newer'))
    await vi.advanceTimersByTimeAsync(0)
    waiting[0]!.answer(found('the older'))
    await vi.advanceTimersByTimeAsync(0)
    expect(similar.hits.map(({ title, kind }) => [title, kind])).toEqual([['the newer', 'case']])

    similar.look('p')
    await vi.advanceTimersByTimeAsync(200)
    expect(similar.hits).toEqual([])
  })
})
