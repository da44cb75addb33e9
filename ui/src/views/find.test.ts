import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'

import { expectClean } from '../test/axe'
import { PIECE_CHARS } from '../lib/text/pieces'
import { openCase, openWindow } from '../test/window'

async function openFind() {
  const opened = await openCase()
  await opened.user.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
  const box = await screen.findByRole('combobox', { name: 'Find in all notes' })
  box.focus()
  return { ...opened, box }
}
const matches = () => within(screen.getByRole('listbox', { name: 'Matches' }))

describe('the find view', () => {
  it('counts all matches by facet, narrows by one and lets go of it', async () => {
    const { user, box } = await openFind()
    await user.type(box, 'rekey')
    const kinds = await screen.findByRole('region', { name: 'Kind' })
    const articles = within(kinds).getByRole('button', { name: /^Articles \d+/ })
    const all = (await matches().findAllByRole('option')).length
    await user.click(articles)
    await waitFor(() => expect(matches().getAllByRole('option').length).toBeLessThan(all))
    expect(
      within(kinds)
        .getByRole('button', { name: /^Articles/ })
        .getAttribute('aria-pressed'),
    ).toBe('true')
    expect(within(kinds).getByRole('button', { name: /^Cases \d+/ })).toBeTruthy()
    await user.click(within(kinds).getByRole('button', { name: /^Articles/ }))
    await waitFor(() => expect(matches().getAllByRole('option')).toHaveLength(all))
    await expectClean()
  })

  it('offers the words that may be meant and takes them with one key, on the page and in the box', async () => {
    const { user, box } = await openFind()
    await user.type(box, 'reeky')
    const offer = await screen.findByText(/Did you mean/)
    expect(offer.textContent).toContain('rekey')
    await expectClean()
    await user.keyboard('{Alt>}{Enter}{/Alt}')
    await waitFor(() => expect((box as HTMLInputElement).value).toBe('rekey'))
    await matches().findAllByRole('option')
    expect(screen.queryByText(/Did you mean/)).toBeNull()
    await user.keyboard('{Control>}k{/Control}')
    const small = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
    await user.clear(small)
    await user.type(small, 'reeky')
    await user.click(await screen.findByRole('button', { name: /Search for it/ }))
    expect(small.value).toBe('rekey')
    expect(document.activeElement).toBe(small)
  })

  it('says of a hit that it means the same in other words, and that it is much like a better one', async () => {
    const { user, box, client } = await openFind()
    const search = client.vault.search.bind(client.vault)
    client.vault.search = (...asked) => {
      const [first, second, ...rest] = search(...asked)
      if (!first || !second) return search(...asked)
      first.why = [{ reason: 'meaning', text: 'similar meaning' }]
      second.why = [{ reason: 'alike', text: first.title }]
      return [first, second, ...rest]
    }
    await user.type(box, 'rekey')
    await matches().findByText('similar meaning')
    expect(matches().getByText(/^much like /)).toBeTruthy()
    await expectClean()
  })

  it('says what nothing was found for, and begins an article with it', async () => {
    const { user, box, client } = await openFind()
    await user.type(box, 'toner leaks')
    await screen.findByText(/Nothing in this vault says that yet/)
    await user.clear(box)
    await user.type(box, 'rekey')
    await matches().findAllByRole('option')
    await user.keyboard('{Enter}')
    await screen.findByTestId('article')
    const rank = client.calls.filter(({ name }) => name === 'remember_search').map(({ args }) => args)
    expect(rank).toContainEqual(
      expect.objectContaining({ text: 'rekey', opened: expect.objectContaining({ rank: 1 }) }),
    )
  })

  it('keeps what it was left with, and forgets one search or all', async () => {
    const { user, box, client } = await openFind()
    await user.type(box, 'toner leaks')
    await screen.findByText(/Nothing in this vault says that yet/)
    await user.keyboard('{Alt>}2{/Alt}')
    await user.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
    await user.clear(await screen.findByRole('combobox', { name: 'Find in all notes' }))
    const gaps = await screen.findByRole('region', { name: 'Found nothing' })
    expect(gaps.textContent).toContain('Of 1 search')
    await expectClean()
    await user.click(within(gaps).getByRole('button', { name: 'Frame an article from “toner leaks”' }))
    const dialog = await screen.findByRole('dialog', { name: 'New article' })
    expect(within(dialog).getByLabelText<HTMLInputElement>(/^Title/).value).toBe('toner leaks')
    await user.keyboard('{Escape}')
    await user.click(within(gaps).getByRole('button', { name: 'Forget every search for “toner leaks”' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Found nothing' })).toBeNull())
    expect(await client.call('recent_searches', {})).toEqual([])
  })

  it('shows how the words were read, and leaves out what is switched off, on the page and in the box', async () => {
    const { user, box } = await openFind()
    await user.type(box, 'rekey zebra')
    await screen.findByText(/Nothing in this vault says that yet/)
    await expectClean()
    const read = await screen.findByRole('group', { name: 'Read as' })
    const zebra = within(read).getByRole('button', { name: 'zebra', pressed: true })
    await user.click(zebra)
    expect((await matches().findAllByRole('option')).length).toBeGreaterThan(0)
    await within(read).findByRole('button', { name: 'zebra', pressed: false })
    await user.keyboard('{Control>}k{/Control}')
    const small = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
    await user.clear(small)
    await user.type(small, 'rekey zebra')
    const dialog = within(screen.getByRole('dialog', { name: 'Find' }))
    const chip = await dialog.findByRole('button', { name: 'zebra', pressed: true })
    chip.focus()
    await user.keyboard(' ')
    await dialog.findByRole('button', { name: 'zebra', pressed: false })
    await user.keyboard(' ')
    await dialog.findByRole('button', { name: 'zebra', pressed: true })
  })

  it('hands a report that is too long for the box to the core as bytes, and searches for what it says', async () => {
    const { user, client } = await openCase()
    await user.keyboard('{Control>}k{/Control}')
    const small = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
    await user.click(small)
    await user.paste('a line of a log\n'.repeat(20_000))
    const line = await screen.findByTestId('long-report')
    expect(line.textContent).toContain('1,204,311 lines')
    expect(client.sent).toEqual([{ name: 'take_report_piece', bytes: 320_000 }])
    expect(small.value).toBe('')
    expect((await screen.findAllByRole('option')).length).toBeGreaterThan(0)
    await expectClean()
    await user.click(screen.getByRole('button', { name: 'Take this report away' }))
    await waitFor(() => expect(screen.queryByTestId('long-report')).toBeNull())
    expect(client.calls.filter(({ name }) => name === 'search_held')).toHaveLength(1)
    const remembered = client.calls.filter(({ name }) => name === 'remember_search')
    expect(remembered.map(({ args }) => args)).toEqual([expect.objectContaining({ held: true, text: '' })])
  })

  it('sends a very long paste in pieces that cut no sign in two, and stops between them', async () => {
    const { user, client } = await openCase()
    await user.keyboard('{Control>}k{/Control}')
    await user.click(await screen.findByRole('textbox', { name: 'Find' }))
    await user.paste('x'.repeat(PIECE_CHARS - 1) + '\u{1f525}'.repeat(PIECE_CHARS / 2))
    await screen.findByTestId('long-report')
    await screen.findByText(/1,204,311 lines/)
    const bytes = client.sent.map((piece) => piece.bytes)
    expect(bytes).toEqual([PIECE_CHARS - 1, PIECE_CHARS * 2])
    await user.click(screen.getByRole('button', { name: 'Take this report away' }))

    await user.click(screen.getByRole('textbox', { name: 'Find' }))
    const send = client.send.bind(client)
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    vi.spyOn(client, 'send').mockImplementation((...piece) => gate.then(() => send(...piece)))
    await user.paste('y'.repeat(PIECE_CHARS * 3))
    await user.click(await screen.findByRole('button', { name: 'Stop' }))
    open()
    await screen.findByText(/reading was stopped there/)
    expect(client.sent.slice(2).map((piece) => piece.bytes)).toEqual([PIECE_CHARS, 0])
  })

  it('reads a report that is pasted where one line goes in the box', async () => {
    const { user } = await openFind()
    await user.paste('ERROR one\nERROR two')
    const box = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
    expect(box.value).toBe('ERROR one\nERROR two')
  })

  it('previews the chosen match, opens it with Enter and remembers the words', async () => {
    const { user, box, client } = await openFind()
    await user.type(box, 'rekey')
    await matches().findAllByRole('option')
    await user.keyboard('{ArrowDown}{ArrowUp}')
    await within(await screen.findByTestId('preview')).findByText('Resolution')
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { level: 1, name: /disconnects at DTLS rekey/ })
    expect(await client.call('recent_searches', {})).toEqual([{ text: 'rekey', chosen: {} }])
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    expect((await screen.findByRole<HTMLInputElement>('combobox', { name: 'Find in all notes' })).value).toBe('rekey')
  })

  it('remembers what was left unopened, without the address in it, and forgets it when asked', async () => {
    const { user, box } = await openFind()
    await user.type(box, 'rekey ana@northwind.example')
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    await screen.findByRole('heading', { level: 1, name: /VPN drops/ })
    await user.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
    const again = await screen.findByRole('combobox', { name: 'Find in all notes' })
    await user.clear(again)
    const lately = within(screen.getByRole('region', { name: 'Asked lately' }))
    await lately.findByRole('button', { name: 'rekey' })
    await user.click(screen.getByRole('button', { name: 'Clear what was asked lately' }))
    await screen.findByText(/kept on this machine, without names, addresses and secrets/)
    expect(screen.queryByRole('button', { name: 'rekey' })).toBeNull()
    await expectClean()
  })

  it('comes back after a restart as it was left', async () => {
    const asked = { text: 'rekey', chosen: { kind: 'article' } }
    const view = JSON.stringify({ route: { view: 'find' }, asked, scrolled: [['find', null, 'articles/none.md']] })
    await openWindow({ status: { view } })
    expect((await screen.findByRole<HTMLInputElement>('combobox', { name: 'Find in all notes' })).value).toBe('rekey')
    expect((await matches().findAllByRole('option')).length).toBeGreaterThan(0)
    const kinds = await screen.findByRole('region', { name: 'Kind' })
    expect(within(kinds).getByRole('button', { pressed: true, name: /^Articles/ })).toBeTruthy()
  })

  it('keeps a search under a name', async () => {
    const { user, box, client } = await openFind()
    await user.type(box, '0x2746')
    await user.click(screen.getByRole('button', { name: 'Saved' }))
    await user.type(await screen.findByRole('textbox', { name: 'Name of this view' }), 'Rekey code{Enter}')
    await waitFor(() => expect(client.kept.get('searches')).toContain('0x2746'))
  })

  it('says so when nothing matches', async () => {
    const { user, box } = await openFind()
    await user.type(box, 'zebra')
    await screen.findByText(/Nothing in this vault says that yet/)
    await expectClean()
  })
})

describe('the clipboard in the find box', () => {
  const TRACE = 'java.net.SocketTimeoutException: Read timed out\n  at a.B.c(B.java:1)\n  at a.B.d(B.java:2)'
  const openBox = async (user: { keyboard: (keys: string) => Promise<void> }) => {
    await user.keyboard('{Control>}k{/Control}')
    return screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
  }
  /** As Escape does in a browser. */
  const closeBox = () =>
    fireEvent(screen.getByRole('dialog', { name: 'Find' }), new Event('cancel', { cancelable: true }))

  it('is offered as the box opens, taken by its key, and not offered again', async () => {
    const { user, client } = await openCase()
    client.putOnClipboard(TRACE)
    const box = await openBox(user)
    const chip = await screen.findByRole('button', { name: /Search the clipboard/ })
    expect(chip.textContent).toContain('3 lines')
    expect(box.value).toBe('')
    expect(document.activeElement).toBe(box)
    await expectClean()
    await user.keyboard('{Alt>}v{/Alt}')
    expect(box.value).toBe(TRACE)
    expect(screen.queryByRole('button', { name: /Search the clipboard/ })).toBeNull()
    await closeBox()
    await openBox(user)
    await waitFor(() => expect(client.calls.filter(({ name }) => name === 'peek_clipboard')).toHaveLength(2))
    expect(screen.queryByRole('button', { name: /Search the clipboard/ })).toBeNull()
  })

  it('is not read by who does not want it', async () => {
    const { user, client } = await openCase({ chosen: { offer_clipboard: false } })
    client.putOnClipboard(TRACE)
    await openBox(user)
    expect(client.calls.some(({ name }) => name === 'peek_clipboard')).toBe(false)
  })

  it('is searched for by nobody but who takes it', async () => {
    const { user, client } = await openCase()
    client.putOnClipboard(TRACE)
    await openBox(user)
    await screen.findByRole('button', { name: /Search the clipboard/ })
    await user.keyboard('{Tab}{Enter}')
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })).value).toBe(TRACE)
    await closeBox()
    client.putOnClipboard('other words')
    await openBox(user)
    await screen.findByRole('button', { name: /other words/ })
    await closeBox()
    const asked = client.calls.filter(({ name }) => name === 'search' || name === 'remember_search')
    expect(JSON.stringify(asked)).not.toContain('other words')
  })

  it('counts what stood in the box when it was left, and what was opened from it', async () => {
    const { user, client } = await openCase()
    await user.type(await openBox(user), 'toner leaks')
    await screen.findByText(/Nothing in this vault says that yet/)
    await closeBox()
    const asked = () => client.calls.filter(({ name }) => name === 'remember_search').map(({ args }) => args)
    await waitFor(() => expect(asked()).toEqual([{ text: 'toner leaks', chosen: {}, hits: 0, opened: null }]))
  })
})
