import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Hit, NewNoteWords } from '../bindings'
import type { Client } from '../client'
import { Similar } from './similar.svelte'

describe('what may say the same', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('is looked for once the words rest, and what was found for others is left unheard', async () => {
    const waiting: { title: string; answer: (found: Hit[]) => void }[] = []
    const call = (_: string, { title }: NewNoteWords) => new Promise((answer) => waiting.push({ title, answer }))
    const similar = new Similar({ call } as unknown as Client)
    const words = (title: string, ref: string | null = null): NewNoteWords => ({
      kind: 'case',
      title,
      ref,
      customer: null,
    })
    const found = (title: string) => [{ title } as Hit]

    const stop = similar.look(words('pri'))
    stop()
    const next = similar.look(words('print'))
    await vi.advanceTimersByTimeAsync(200)
    next()
    similar.look(words('printer'))
    await vi.advanceTimersByTimeAsync(200)
    expect(waiting.map(({ title }) => title)).toEqual(['print', 'printer'])
    waiting[1]!.answer(found('the newer'))
    await vi.advanceTimersByTimeAsync(0)
    waiting[0]!.answer(found('the older'))
    await vi.advanceTimersByTimeAsync(0)
    expect(similar.hits.map(({ title }) => title)).toEqual(['the newer'])

    similar.look(words('p'))
    await vi.advanceTimersByTimeAsync(200)
    expect(similar.hits).toEqual([])
    similar.look(words('', 'ZD-7'))
    await vi.advanceTimersByTimeAsync(200)
    expect(waiting).toHaveLength(3)
  })
})
