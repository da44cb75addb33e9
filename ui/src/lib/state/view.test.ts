import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { fakeClient } from '../fake'
import { caseView } from '../lists/views'
import { Draft, joined } from './draft'
import { ViewState } from './view'

describe('what the window shows', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('comes back after a restart', async () => {
    const client = fakeClient()
    const before = new ViewState(client)
    before.keep({ view: 'articles', path: 'articles/a.md' })
    before.scroll('journal cases/a.md', 120.4)
    before.scroll('queue mine', 40)
    before.scroll('queue mine', null)
    await vi.runAllTimersAsync()

    const after = new ViewState(client)
    after.read((await client.call('get_status', {})).view)
    expect(after.route).toEqual({ view: 'articles', path: 'articles/a.md' })
    expect(after.scrolled('journal cases/a.md')).toBe(120)
    expect(after.scrolled('queue mine')).toBeNull()
  })

  it('keeps what the lists are narrowed to and where each was left, but no words typed there', async () => {
    const client = fakeClient()
    const before = new ViewState(client)
    before.keepCases(caseView({ scope: 'team', sort: 'title', filter: { ...caseView().filter, text: 'Northwind' } }))
    before.keepAsked({ text: 'rekey', chosen: { kind: 'article' } })
    before.point('queue team', 'cases/b.md')
    before.scroll('queue team', 300)
    await vi.runAllTimersAsync()

    const after = new ViewState(client)
    after.read((await client.call('get_status', {})).view)
    expect(after.lists.cases).toEqual(caseView({ scope: 'team', sort: 'title' }))
    expect(after.asked).toEqual({ text: 'rekey', chosen: { kind: 'article' } })
    expect([after.scrolled('queue team'), after.row('queue team')]).toEqual([300, 'cases/b.md'])

    // The note open is another one than the list was left with: its row is what should be in sight.
    after.enter('queue team', 'cases/a.md')
    expect(after.scrolled('queue team')).toBe(300)
    after.enter('queue team', 'cases/a.md')
    expect(after.scrolled('queue team')).toBe(300)
    after.enter('queue team', 'cases/c.md')
    expect([after.scrolled('queue team'), after.row('queue team')]).toEqual([null, null])
  })

  it('goes to the vault it is of, though another is open by then', async () => {
    const client = fakeClient()
    const view = new ViewState(client)
    view.read(null, '/vaults/one')
    view.scroll('articles', 100)
    view.read(null, '/vaults/two')
    await vi.runAllTimersAsync()
    expect(client.calls.map(({ args }) => args)).toEqual([expect.objectContaining({ vault: '/vaults/one' })])
  })

  it('is left alone by a window with one case', async () => {
    const client = fakeClient()
    new ViewState(client, false).scroll('journal cases/a.md', 100)
    await vi.runAllTimersAsync()
    expect(client.calls).toEqual([])
  })

  it('is nothing when what was kept cannot be read', () => {
    const view = new ViewState(fakeClient())
    for (const json of [
      null,
      '',
      '[]',
      '{"route":{"view":"x"},"cases":7,"asked":[],"scrolled":[["a"],[1,2],["b","c"]]}',
    ]) {
      view.read(json)
      expect(view.route).toBeNull()
      expect(view.scrolled('b')).toBeNull()
      expect([view.lists.cases, view.asked]).toEqual([null, null])
    }
  })

  it('keeps the places used last', () => {
    const view = new ViewState(fakeClient())
    for (let n = 0; n < 100; n++) view.scroll(`journal ${n}`, n + 1)
    expect(view.scrolled('journal 0')).toBeNull()
    expect(view.scrolled('journal 99')).toBe(100)
  })

  it('asks for nothing when nothing changed', async () => {
    const client = fakeClient()
    new ViewState(client).flush()
    await vi.runAllTimersAsync()
    expect(client.calls).toEqual([])
  })
})

describe('one draft in two windows', () => {
  it('hears the other window, not itself and no other draft', () => {
    const client = fakeClient()
    const heard: [object | null, boolean][] = []
    const draft = new Draft<{ text: string }>({ client, vault: null }, 'composer:a')
    const stop = draft.follow((value, clash) => heard.push([value, clash]))
    client.emitDesk({ event: 'draft-kept', key: 'composer:b', text: '{"text":"x"}', by: 'other' })
    client.emitDesk({ event: 'draft-kept', key: 'composer:a', text: '{"text":"theirs"}', by: 'other' })
    draft.set({ text: 'mine' })
    client.emitDesk({ event: 'draft-kept', key: 'composer:a', text: '', by: 'other' })
    stop()
    client.emitDesk({ event: 'draft-kept', key: 'composer:a', text: '{"text":"late"}', by: 'other' })
    expect(heard).toEqual([
      [{ text: 'theirs' }, false],
      [null, true],
    ])
  })

  it('loses nothing when both wrote at once', () => {
    expect(joined('Hello', 'Hello Ana')).toBe('Hello Ana')
    expect(joined('Hello Ana', 'Hello')).toBe('Hello Ana')
    expect(joined('Restarted it', 'Called Ana')).toBe('Restarted it\n\nCalled Ana')
  })
})
