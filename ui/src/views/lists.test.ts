import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'

import App from '../App.svelte'
import type { CaseListRequest, CaseRow, Queue } from '../lib/bindings'
import { CasebookError, type Client } from '../lib/client'
import { fakeClient } from '../lib/fake'
import { openCase, openWindow } from '../test/window'

const SIZE = 100_000

function numbered(index: number): CaseRow {
  return {
    path: `cases/2025/many-${index}.md`,
    id: null,
    ref: `ZD-${index}`,
    title: `Case ${index}`,
    status: 'open',
    priority: 'normal',
    customer: null,
    owner: 'mira',
    opened: null,
    solved: null,
    promised: null,
    next: null,
    last_entry: null,
  }
}

/** A core with a hundred thousand cases, each made when it is asked for. */
async function openLarge() {
  const fake = fakeClient({ status: { active_case: null } })
  const rowsAsked: number[] = []
  const answer = ({ offset, limit }: CaseListRequest): Queue => {
    const count = Math.max(0, Math.min(limit, SIZE - offset))
    rowsAsked.push(count)
    return {
      rows: Array.from({ length: count }, (_, at) => numbered(offset + at)),
      total: SIZE,
      open: SIZE,
      groups: [
        { waits: 'due-soon', count: 10 },
        { waits: 'for-us', count: SIZE - 10 },
        { waits: 'for-others', count: 0 },
      ],
      found: null,
    }
  }
  const client: Client = {
    ...fake,
    call: (name, args) =>
      name === 'list_queue' ? (Promise.resolve(answer(args as CaseListRequest)) as never) : fake.call(name, args),
  }
  render(App, { props: { client } })
  const list = await screen.findByRole('listbox', { name: 'Cases' })
  await within(list).findByRole('option', { name: /Case 0\b/ })
  return { user: userEvent.setup(), list, rowsAsked }
}

const current = (list: HTMLElement) => within(list).getByRole('option', { selected: true })

describe('a list of a hundred thousand', () => {
  it('keeps only a window in the document and reaches its end by keyboard', async () => {
    const { user, list, rowsAsked } = await openLarge()
    const inDocument = () => within(list).getAllByRole('option').length
    expect(inDocument()).toBeLessThan(60)
    expect(Number(within(list).getAllByRole('option')[0]!.getAttribute('aria-setsize'))).toBe(SIZE)
    list.focus()
    await user.keyboard('{End}')
    await within(list).findByRole('option', { name: /Case 99999\b/ })
    expect(current(list).getAttribute('aria-posinset')).toBe('100000')
    expect(list.getAttribute('aria-activedescendant')).toBe(current(list).id)
    expect(inDocument()).toBeLessThan(60)
    await user.keyboard('{PageUp}')
    await waitFor(() => expect(Number(current(list).getAttribute('aria-posinset'))).toBeLessThan(SIZE - 5))
    await user.keyboard('{Home}')
    await waitFor(() => expect(current(list).getAttribute('aria-posinset')).toBe('1'))
    await user.keyboard('{PageDown}{ArrowDown}')
    await waitFor(() => expect(Number(current(list).getAttribute('aria-posinset'))).toBeGreaterThan(8))
    expect(rowsAsked.reduce((sum, count) => sum + count, 0)).toBeLessThan(3_000)
  })

  it('draws what is scrolled to', async () => {
    const { list } = await openLarge()
    list.scrollTop = 50 * 60_000
    list.dispatchEvent(new Event('scroll'))
    await within(list).findByRole('option', { name: /Case 60000\b/ })
    expect(within(list).queryByRole('option', { name: /Case 0\b/ })).toBeNull()
  })
})

describe('narrowing the queue', () => {
  it('filters by boxes, shows what narrows it, and clears it again', async () => {
    const { user } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    const all = within(list).getAllByRole('option').length
    list.focus()
    await user.keyboard('f')
    const panel = await screen.findByRole('group', { name: 'Filter' })
    await user.click(await within(panel).findByRole('checkbox', { name: 'Urgent' }))
    await waitFor(() => expect(within(list).getAllByRole('option').length).toBeLessThan(all))
    await user.keyboard('{Escape}')
    const narrowed = screen.getByRole('list', { name: 'Narrowed by' })
    await user.click(within(narrowed).getByRole('button', { name: 'Remove the filter Urgent' }))
    await waitFor(() => expect(within(list).getAllByRole('option').length).toBe(all))
  })

  it('looks through the list with / and goes on into it', async () => {
    const { user } = await openCase()
    screen.getByRole('listbox', { name: 'Cases' }).focus()
    await user.keyboard('/')
    await user.keyboard('saml')
    const list = screen.getByRole('listbox', { name: 'Cases' })
    await waitFor(() => expect(within(list).getAllByRole('option')).toHaveLength(1))
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(list)
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { level: 1, name: /SAML login loops/ })
  })

  it('says so when nothing is like that, and goes back', async () => {
    const { user } = await openCase()
    await user.type(screen.getByRole('searchbox', { name: 'Look through' }), 'zebra')
    await screen.findByText('No case here is like that')
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await screen.findByRole('listbox', { name: 'Cases' })
  })

  it('sorts by another order and turns it around', async () => {
    const { user } = await openCase()
    const titles = () =>
      within(screen.getByRole('listbox', { name: 'Cases' }))
        .getAllByRole('option')
        .map((row) => row.querySelector('.title')?.textContent ?? '')
    const order = async (way: 1 | -1) => {
      await user.click(screen.getByRole('button', { name: 'Sort' }))
      await user.click(await screen.findByRole('menuitem', { name: /^Title/ }))
      const sorted = [...titles()].sort((a, b) => way * a.toLowerCase().localeCompare(b.toLowerCase()))
      await waitFor(() => {
        const now = titles()
        expect(now).toEqual(sorted)
      })
    }
    await order(1)
    await order(-1)
  })

  it('keeps a view under a name and shows it again', async () => {
    const { user, client } = await openCase()
    await user.click(screen.getByRole('radio', { name: 'Team' }))
    await user.type(screen.getByRole('searchbox', { name: 'Look through' }), 'saml')
    const list = screen.getByRole('listbox', { name: 'Cases' })
    await waitFor(() => expect(within(list).getAllByRole('option')).toHaveLength(1))
    await user.click(screen.getByRole('button', { name: 'Views' }))
    await user.type(await screen.findByRole('textbox', { name: 'Name of this view' }), 'Sign-in trouble{Enter}')
    await screen.findByRole('button', { name: /^Sign-in trouble/ })
    expect(client.kept.get('case-views')).toContain('Sign-in trouble')
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('radio', { name: 'Mine' }))
    await user.clear(screen.getByRole('searchbox', { name: 'Look through' }))
    screen.getByRole('listbox', { name: 'Cases' }).focus()
    await user.keyboard('v')
    await user.click(await screen.findByRole('button', { name: /^Sign-in trouble/ }))
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Team' }).checked).toBe(true))
    expect(screen.getByRole<HTMLInputElement>('searchbox', { name: 'Look through' }).value).toBe('saml')
  })

  it('says why the list cannot be read and tries again', async () => {
    const client = fakeClient({ status: { active_case: null } })
    client.fail('list_queue', new CasebookError('io', 'The catalog cannot be read', 'Close what holds it'))
    render(App, { props: { client } })
    // The start screen asks for promises, and says the same.
    await screen.findAllByText('The catalog cannot be read')
    client.fail('list_queue', null)
    await userEvent.setup().click(screen.getAllByRole('button', { name: 'Try again' })[0]!)
    await screen.findByRole('listbox', { name: 'Cases' })
  })
})

describe('changing what is selected', () => {
  it('sets the status of several cases in one step and undoes it', async () => {
    const { user, client } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    list.focus()
    await user.keyboard('x{Shift>}{ArrowDown}{/Shift}')
    await screen.findByText('2 selected')
    const before = client.vault.cases.map(({ status }) => status)
    await user.keyboard('s')
    const box = await screen.findByRole('combobox', { name: 'Status' })
    await user.type(box, 'on h{Enter}')
    await screen.findByText('Status: On hold · 2 cases')
    expect(client.vault.cases.filter(({ status }) => status === 'on-hold').length).toBeGreaterThanOrEqual(2)
    expect(client.calls.filter(({ name }) => name === 'change')).toHaveLength(1)
    expect(screen.queryByText('2 selected')).toBeNull()
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    await screen.findByText('Undone')
    expect(client.vault.cases.map(({ status }) => status)).toEqual(before)
  })

  it('shows how far a long change is, stops it with Escape, and keeps what it left selected', async () => {
    const { user, client } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    list.focus()
    await user.keyboard('x{Shift>}{ArrowDown}{/Shift}')
    await screen.findByText('2 selected')
    client.emit({ event: 'changing', progress: { done: 412, total: 1000 } })
    const bar = await screen.findByRole('progressbar', { name: 'Changing notes' })
    expect(bar.getAttribute('value')).toBe('412')
    await user.keyboard('{Escape}')
    expect(client.calls.filter(({ name }) => name === 'stop_changing')).toHaveLength(1)
    expect(screen.getByText('2 selected')).toBeTruthy()
    client.emit({ event: 'changing', progress: null })
    await waitFor(() => expect(screen.queryByRole('progressbar', { name: 'Changing notes' })).toBeNull())
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText('2 selected')).toBeNull())
  })

  it('selects by mouse, with Ctrl and with Shift, and gives it up with Escape', async () => {
    const { user } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    const rows = within(list).getAllByRole('option')
    await user.keyboard('{Control>}')
    await user.click(rows[0]!)
    await user.keyboard('{/Control}{Shift>}')
    await user.click(rows[2]!)
    await user.keyboard('{/Shift}')
    await screen.findByText('3 selected')
    expect(within(list).getAllByRole('option', { selected: true })).toHaveLength(3)
    list.focus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText('3 selected')).toBeNull())
  })

  it('names what it could not change, with the reason', async () => {
    const { user } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    list.focus()
    await user.keyboard('{Control>}a{/Control}')
    await screen.findByText(/\d+ selected/)
    await user.keyboard('p')
    await user.type(await screen.findByRole('combobox', { name: 'Priority' }), 'low{Enter}')
    const dialog = await screen.findByRole('dialog', { name: 'Not changed' })
    expect(within(dialog).getByText(/could not be changed/)).toBeTruthy()
    expect(within(dialog).getByText('the front matter does not parse')).toBeTruthy()
  })

  it('tags articles and sets their confidence from their list', async () => {
    const { user, client } = await openCase()
    await user.keyboard('{Alt>}2{/Alt}')
    const list = await screen.findByRole('listbox', { name: 'Articles' })
    list.focus()
    await user.keyboard('{ArrowDown}x{ArrowDown}x')
    await screen.findByText('2 selected')
    await user.keyboard('t')
    await user.type(await screen.findByRole('combobox', { name: 'Add a tag' }), 'night-shift{Enter}')
    await screen.findByText('Tagged #night-shift · 2 articles')
    expect(client.vault.articles.filter(({ tags }) => tags.includes('night-shift'))).toHaveLength(2)
    list.focus()
    await user.keyboard('c')
    await user.type(await screen.findByRole('combobox', { name: 'Confidence' }), 'arch{Enter}')
    await screen.findByText('Confidence: Archived · 1 article')
  })

  it('copies number and title of the row under the keyboard', async () => {
    const { user, client } = await openCase()
    screen.getByRole('listbox', { name: 'Cases' }).focus()
    await user.keyboard('{Control>}.{/Control}')
    await waitFor(() => expect(client.copied.at(-1)).toMatch(/^ZD-\d+ VPN drops/))
  })
})

describe('axe finds nothing', () => {
  const expectClean = async () => {
    const { violations } = await axe.run(document, {
      rules: { 'color-contrast': { enabled: false } },
      resultTypes: ['violations'],
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
  }

  it('in the filters, the views and a selection', async () => {
    const { user } = await openWindow()
    const list = await screen.findByRole('listbox', { name: 'Cases' })
    list.focus()
    await user.keyboard('f')
    await screen.findByRole('group', { name: 'Filter' })
    await expectClean()
    await user.keyboard('{Escape}')
    list.focus()
    await user.keyboard('v')
    await screen.findByRole('textbox', { name: 'Name of this view' })
    await expectClean()
    await user.keyboard('{Escape}')
    list.focus()
    await user.keyboard('xs')
    await screen.findByRole('combobox', { name: 'Status' })
    await expectClean()
  })
})

describe('coming back to a list', () => {
  const TOP = 50 * 40
  /** Scrolls the queue as a hand does. */
  function scroll(list: HTMLElement, top: number) {
    list.scrollTop = top
    list.dispatchEvent(new Event('scroll'))
  }

  it('finds it scrolled, and the keyboard on its row, as they were', async () => {
    const { user, list } = await openLarge()
    scroll(list, TOP)
    await within(list).findByRole('option', { name: /Case 45\b/ })
    list.focus()
    await user.keyboard('{Control>}')
    await user.click(within(list).getByRole('option', { name: /Case 45\b/ }))
    await user.keyboard('{/Control}')
    await user.keyboard('{Alt>}2{/Alt}')
    await screen.findByRole('listbox', { name: 'Articles' })
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    const again = await screen.findByRole('listbox', { name: 'Cases' })
    expect(again.scrollTop).toBe(TOP)
    await waitFor(() => expect(current(again).getAttribute('aria-posinset')).toBe('46'))
    expect(again.scrollTop).toBe(TOP)
  })

  it('opens after a restart narrowed and scrolled as it was left', async () => {
    const view = JSON.stringify({
      route: { view: 'cases', path: null },
      cases: { scope: 'team', sort: 'title', reversed: true, filter: { priority: ['high'] } },
      scrolled: [['queue team', 150]],
    })
    const { client } = await openWindow({ status: { view, active_case: null }, many: 500 })
    const list = await screen.findByRole('listbox', { name: 'Cases' })
    expect(list.scrollTop).toBe(150)
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Team' }).checked).toBe(true)
    expect(screen.getByRole('button', { name: 'Remove the filter High' })).toBeTruthy()
    const asked = client.calls.filter(({ name }) => name === 'list_queue').map(({ args }) => args)
    expect(asked[0]).toMatchObject({ scope: 'team', sort: 'title', reversed: true, filter: { priority: ['high'] } })
  })
})
