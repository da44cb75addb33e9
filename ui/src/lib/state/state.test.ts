import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Hit, SearchAnswer, Suggestions } from '../bindings'
import { CasebookError, type Client } from '../client'
import { fakeClient } from '../fake'
import { Draft } from './draft'
import { Finder } from './finder.svelte'
import { Learning } from './learning.svelte'
import { OpenNote } from './note.svelte'
import { CaseSuggestions } from './suggestions.svelte'

/** A client whose answers come when the test says so. */
function slowClient() {
  const waiting: { args: unknown; answer: (value: unknown) => void }[] = []
  const client = {
    call: (_name: string, args: unknown) => new Promise((answer) => waiting.push({ args, answer })),
    on: () => () => undefined,
  } as unknown as Client
  return { client, waiting }
}
const settle = () => new Promise((done) => setTimeout(done))

describe('find', () => {
  it('drops an answer that a newer question has overtaken, and sends one question at a time', async () => {
    const { client, waiting } = slowClient()
    const finder = new Finder(client)
    finder.type('rek')
    finder.type('reke')
    finder.type('rekey')
    expect(waiting).toHaveLength(1)
    const answer = (number: number, title: string): SearchAnswer => ({
      number,
      total: 1,
      took_us: 1,
      hits: [{ path: title, title, kind: 'article' } as Hit],
    })
    waiting[0]!.answer(answer(1, 'old'))
    await settle()
    expect(finder.hits).toEqual([])
    expect(waiting.map(({ args }) => (args as { text: string }).text)).toEqual(['rek', 'rekey'])
    const opened = finder.settled().then(() => finder.chosen?.title)
    waiting[1]!.answer(answer(3, 'new'))
    expect(await opened).toBe('new')
  })

  it('groups articles before earlier cases and keeps the order within', async () => {
    const finder = new Finder(fakeClient())
    finder.type('0x2746')
    await vi.waitFor(() => expect(finder.groups.map((group) => group.name)).toEqual(['Articles', 'Earlier cases']))
    expect(finder.chosen?.title).toBe('EdgeVPN 7.4 disconnects at DTLS rekey')
    finder.move(1)
    expect(finder.chosen?.kind).toBe('case')
  })
})

describe('find by number', () => {
  it('puts the case with the very number before articles that share a part of it', async () => {
    const { client, waiting } = slowClient()
    const finder = new Finder(client)
    finder.type(' zd-60002 ')
    const hits = [
      { path: 'a.md', kind: 'article', ref: null, id: null },
      { path: 'c.md', kind: 'case', ref: 'ZD-60003', id: null },
      { path: 'd.md', kind: 'case', ref: 'ZD-60002', id: null },
    ]
    waiting[0]!.answer({ number: 1, total: 3, took_us: 1, hits })
    await settle()
    expect(finder.hits.map((hit) => hit.path)).toEqual(['d.md', 'a.md', 'c.md'])
    expect(finder.chosen?.path).toBe('d.md')
  })
})

describe('a note', () => {
  it('is not replaced by a slow answer for another one', async () => {
    const { client, waiting } = slowClient()
    const note = new OpenNote(client)
    void note.show('a.md')
    void note.show('b.md')
    waiting[1]!.answer({ path: 'b.md' })
    waiting[0]!.answer({ path: 'a.md' })
    await settle()
    expect(note.view?.path).toBe('b.md')
  })
})

describe('suggestions', () => {
  const answer = (...paths: string[]) =>
    ({ articles: paths.map((path) => ({ path })), cases: [] }) as unknown as Suggestions

  it('stay where they are while in use and take the newer ones after', async () => {
    const { client, waiting } = slowClient()
    const suggestions = new CaseSuggestions(client)
    void suggestions.load('case.md')
    waiting[0]!.answer(answer('a', 'b'))
    await settle()
    suggestions.hold(true)
    void suggestions.load('case.md')
    waiting[1]!.answer(answer('b', 'a'))
    await settle()
    expect(suggestions.answer?.articles.map((hit) => hit.path)).toEqual(['a', 'b'])
    expect(suggestions.hasNewer).toBe(true)
    suggestions.hold(false)
    expect(suggestions.answer?.articles.map((hit) => hit.path)).toEqual(['b', 'a'])
  })

  it('do not even say more while in use, nor that asking failed', async () => {
    const { client, waiting } = slowClient()
    const suggestions = new CaseSuggestions(client)
    void suggestions.load('case.md')
    waiting[0]!.answer(answer('a', 'b'))
    await settle()
    const shown = suggestions.answer
    suggestions.hold(true)
    void suggestions.load('case.md')
    waiting[1]!.answer(answer('a', 'b'))
    await settle()
    expect(suggestions.answer).toBe(shown)
    expect(suggestions.hasNewer).toBe(false)
    suggestions.hold(false)
    expect(suggestions.answer).not.toBe(shown)
    const failing = new CaseSuggestions({ call: () => Promise.reject(new Error('no')) } as unknown as Client)
    await failing.load('case.md')
    expect(failing.error).not.toBeNull()
  })

  it('never show those of another case', async () => {
    const { client, waiting } = slowClient()
    const suggestions = new CaseSuggestions(client)
    void suggestions.load('one.md')
    void suggestions.load('two.md')
    waiting[0]!.answer(answer('for one'))
    await settle()
    expect(suggestions.answer).toBeNull()
  })
})

describe('a path', () => {
  it('goes to its step though it is asked for anew before the first answer', async () => {
    const { client, waiting } = slowClient()
    const learning = new Learning(client)
    void learning.show('paths/week.md')
    void learning.refresh()
    const step = { number: 1, path: 'articles/a.md', key: null }
    const view = { path: 'paths/week.md', plan: [step], next: 1 }
    for (const { answer } of waiting.splice(0)) answer(view)
    await settle()
    expect(learning.view).not.toBeNull()
    expect(learning.note.path).toBe('articles/a.md')
  })
})

describe('a draft', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is kept once typing rests for 300 ms', async () => {
    const client = fakeClient()
    const draft = new Draft<{ text: string }>({ client, vault: null }, 'key')
    draft.set({ text: 'a' })
    await vi.advanceTimersByTimeAsync(200)
    draft.set({ text: 'ab' })
    await vi.advanceTimersByTimeAsync(299)
    expect(client.drafts.size).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(client.drafts.get('key')).toBe('{"text":"ab"}')
    expect(client.calls.filter((call) => call.name === 'save_draft')).toHaveLength(1)
  })

  it('goes to the vault it was typed in, though another is open by then', async () => {
    const client = fakeClient()
    const app = { client, vault: { root: '/vaults/one' } }
    const draft = new Draft<{ text: string }>(app, 'key')
    draft.set({ text: 'a' })
    app.vault = { root: '/vaults/two' }
    await vi.advanceTimersByTimeAsync(300)
    const saved = client.calls.find(({ name }) => name === 'save_draft')
    expect(saved?.args).toMatchObject({ key: 'key', vault: '/vaults/one' })
  })

  it('is read again when that failed, and never taken for none in silence', async () => {
    const client = fakeClient()
    client.drafts.set('key', '{"text":"x"}')
    const kept = vi.fn()
    const draft = new Draft<{ text: string }>({ client, vault: null }, 'key', kept)
    const busy = new CasebookError('busy', 'The vault is opening', 'Try again')
    client.fail('read_draft', busy)
    const reading = draft.read()
    await vi.advanceTimersByTimeAsync(50)
    client.fail('read_draft', null)
    await vi.advanceTimersByTimeAsync(100)
    expect(await reading).toEqual({ text: 'x' })
    expect(kept).not.toHaveBeenCalled()

    client.fail('read_draft', busy)
    const lost = draft.read()
    await vi.advanceTimersByTimeAsync(2_500)
    expect(await lost).toBeNull()
    expect(kept).toHaveBeenCalledWith(false)
  })

  it('is kept at once when asked, read back, and forgotten when empty', async () => {
    const client = fakeClient()
    const draft = new Draft<{ text: string }>({ client, vault: null }, 'key')
    draft.set({ text: 'x' })
    await draft.flush()
    expect(await draft.read()).toEqual({ text: 'x' })
    draft.set(null)
    await draft.flush()
    expect(await draft.read()).toBeNull()
  })
})
