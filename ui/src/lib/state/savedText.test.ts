import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { MergedPart } from '../bindings'
import { CasebookError } from '../client'
import { SavedText, type Kept } from './savedText.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A file with one text, and a field over it. */
function open(text = 'one', merge?: (base: string, mine: string, theirs: string) => Promise<MergedPart[]>) {
  const file = { text }
  const saves: [string, string][] = []
  let kept: Kept | null = null
  let hold: Promise<void> | null = null
  let failure: CasebookError | null = null
  let reloads = 0
  const field = new SavedText(text, {
    save: async (from, to) => {
      saves.push([from, to])
      await hold
      if (failure) throw failure
      if (file.text !== from) throw new CasebookError('conflict', 'the section changed meanwhile')
      file.text = to
    },
    reload: () => {
      reloads += 1
      queueMicrotask(() => field.onDisk(file.text))
    },
    keep: (value) => (kept = value),
    ...(merge ? { merge } : {}),
  })
  return {
    file,
    saves,
    field,
    kept: () => kept,
    reloads: () => reloads,
    hold: (until: Promise<void> | null) => (hold = until),
    fail: (error: CasebookError | null) => (failure = error),
  }
}

describe('a text that saves itself', () => {
  it('saves once typing rests, with what it started from', async () => {
    const { field, saves, file } = open()
    field.type('one t')
    await vi.advanceTimersByTimeAsync(200)
    field.type('one two')
    await vi.advanceTimersByTimeAsync(299)
    expect(saves).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(saves).toEqual([['one', 'one two']])
    expect(file.text).toBe('one two')
    expect(field.isDirty).toBe(false)
  })

  it('saves at once when it is left, and says when it is done', async () => {
    const { field, file } = open()
    field.type('two')
    await field.flush()
    expect(file.text).toBe('two')
  })

  it('keeps what is typed while a save is under way, and saves it next', async () => {
    const { field, saves, hold, file } = open()
    let release = () => {}
    hold(new Promise((resolve) => (release = resolve)))
    field.type('two')
    await vi.advanceTimersByTimeAsync(300)
    field.type('three')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saves).toHaveLength(1)
    release()
    hold(null)
    await vi.advanceTimersByTimeAsync(300)
    expect(saves).toEqual([
      ['one', 'two'],
      ['two', 'three'],
    ])
    expect(file.text).toBe('three')
  })

  it('keeps a draft while somebody types without a pause, and forgets it once the text is on disk', async () => {
    const { field, kept } = open()
    for (let at = 0; at < 12; at += 1) {
      field.type(`one ${at}`)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(kept()).toMatchObject({ from: 'one' })
    await vi.advanceTimersByTimeAsync(300)
    expect(kept()).toBeNull()
  })

  it('never takes back what was typed when a slow answer still says the old text', async () => {
    const { field, reloads } = open()
    field.type('two')
    await field.flush()
    field.onDisk('one')
    expect(field.text).toBe('two')
    expect(reloads()).toBe(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(field.text).toBe('two')
    expect(field.theirs).toBeNull()
  })

  it('believes an old text that the file really has again', async () => {
    const { field, file } = open()
    field.type('two')
    await field.flush()
    file.text = 'one'
    field.onDisk('one')
    await vi.advanceTimersByTimeAsync(0)
    expect(field.text).toBe('one')
  })
})

describe('a change from outside', () => {
  it('is taken over while nothing is typed', () => {
    const { field } = open()
    field.onDisk('theirs')
    expect(field.text).toBe('theirs')
    expect(field.isDirty).toBe(false)
  })

  it('is never overwritten: both texts are there, and nothing is saved until one is chosen', async () => {
    const { field, file, saves, kept } = open()
    field.type('mine')
    file.text = 'theirs'
    await vi.advanceTimersByTimeAsync(300)
    expect(field.theirs).toBe('theirs')
    expect(field.text).toBe('mine')
    expect(file.text).toBe('theirs')
    expect(kept()).toMatchObject({ text: 'mine' })
    field.type('mine, more')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saves).toHaveLength(1)
    await field.keepMine()
    expect(file.text).toBe('mine, more')
    expect(field.theirs).toBeNull()
  })

  it('can be taken instead, and what was typed is handed back', () => {
    const { field } = open()
    field.type('mine')
    field.onDisk('theirs')
    expect(field.takeTheirs()).toBe('mine')
    expect(field.text).toBe('theirs')
    expect(field.isDirty).toBe(false)
  })

  it('that says the same is no conflict', () => {
    const { field } = open()
    field.type('two')
    field.onDisk('two\n')
    expect(field.theirs).toBeNull()
    expect(field.isDirty).toBe(false)
  })

  it('seen while our save was on its way is judged afterwards', async () => {
    const { field, hold } = open()
    let release = () => {}
    hold(new Promise((resolve) => (release = resolve)))
    field.type('two')
    await vi.advanceTimersByTimeAsync(300)
    field.onDisk('one')
    release()
    await vi.advanceTimersByTimeAsync(0)
    expect(field.text).toBe('two')
    expect(field.theirs).toBeNull()
  })
})

describe('two texts that parted', () => {
  const agreed = (text: string): MergedPart[] => [{ is: 'agreed', text }]
  const parted = (base: string, mine: string, theirs: string): MergedPart[] => [
    { is: 'parted', what: 'Text', base, mine, theirs },
  ]

  it('are brought together by themselves where nobody has to choose, and saved', async () => {
    const asked: string[][] = []
    const { field, file } = open('one', (...texts) => {
      asked.push(texts)
      return Promise.resolve(agreed('theirs and mine'))
    })
    field.type('mine')
    file.text = 'theirs'
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([['one', 'mine', 'theirs']])
    expect(file.text).toBe('theirs and mine')
    expect(field.theirs).toBeNull()
    expect(field.isDirty).toBe(false)
  })

  it('wait for a person else, and what is typed meanwhile is part of the choice', async () => {
    const { field, file } = open('one', (...texts) => Promise.resolve(parted(...texts)))
    field.type('mine')
    file.text = 'theirs'
    await vi.advanceTimersByTimeAsync(1_000)
    expect(field.parts).toEqual(parted('one', 'mine', 'theirs'))
    field.type('mine, more')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(field.parts).toEqual(parted('one', 'mine, more', 'theirs'))
    expect(file.text).toBe('theirs')
    await field.settle('chosen')
    expect(file.text).toBe('chosen')
    expect(field.parts).toBeNull()
  })

  it('stay as they are when they cannot be merged', async () => {
    const { field, file } = open('one', () => Promise.reject(new CasebookError('refused', 'too large')))
    field.type('mine')
    file.text = 'theirs'
    await vi.advanceTimersByTimeAsync(1_000)
    expect([field.text, field.theirs, field.parts]).toEqual(['mine', 'theirs', null])
  })

  it('are brought together after a crash too, from what the draft began with', async () => {
    const asked: string[][] = []
    const { field } = open('theirs', (...texts) => {
      asked.push(texts)
      return Promise.resolve(agreed('both'))
    })
    field.resume({ from: 'one', text: 'mine' })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toEqual([['one', 'mine', 'theirs']])
    expect(field.text).toBe('both')
  })
})

describe('a save that fails', () => {
  it('keeps the draft, says why, and is tried again with the next key stroke', async () => {
    const { field, fail, kept, file } = open()
    fail(new CasebookError('invalid', 'an open fence'))
    field.type('```')
    await vi.advanceTimersByTimeAsync(300)
    expect(field.error?.message).toBe('an open fence')
    expect(kept()).toEqual({ from: 'one', text: '```' })
    fail(null)
    field.type('```\n```')
    expect(field.error).toBeNull()
    await vi.advanceTimersByTimeAsync(300)
    expect(file.text).toBe('```\n```')
    expect(kept()).toBeNull()
  })

  it('does not make leaving wait for ever', async () => {
    const { field, fail } = open()
    fail(new CasebookError('io', 'the disk is full'))
    field.type('two')
    await field.flush()
    expect(field.error?.code).toBe('io')
  })
})

describe('a draft that was left', () => {
  it('goes on where the file still says what it started from', async () => {
    const { field, file } = open()
    field.resume({ from: 'one', text: 'one and a half' })
    await vi.advanceTimersByTimeAsync(300)
    expect(file.text).toBe('one and a half')
  })

  it('is shown beside the file where that moved on', () => {
    const { field } = open('moved on')
    field.resume({ from: 'one', text: 'one and a half' })
    expect(field.text).toBe('one and a half')
    expect(field.theirs).toBe('moved on')
  })
})
