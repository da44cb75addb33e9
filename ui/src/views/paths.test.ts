import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { CasebookError } from '../lib/client'
import { openCase, openWindow } from '../test/window'
import { isThere } from '../test/writing'

const WEEK = 'First week: EdgeVPN'
const FIX = 'EdgeVPN 7.4 disconnects at DTLS rekey'
const option = () => screen.getByRole('option', { selected: true })

async function openPath() {
  const opened = await openCase()
  await opened.user.keyboard('{Alt>}4{/Alt}')
  await opened.user.click(await screen.findByRole('button', { name: new RegExp(WEEK) }))
  await screen.findByRole('listbox', { name: 'Steps' })
  await screen.findByRole('heading', { level: 1, name: FIX })
  return opened
}

describe('the paths', () => {
  it('are listed with their progress in words', async () => {
    const { user } = await openCase()
    await user.keyboard('{Alt>}4{/Alt}')
    const list = await screen.findByRole('list', { name: 'Paths' })
    expect(within(list).getByText('4 steps · 31 min')).toBeTruthy()
    await user.keyboard('{ArrowDown}')
  })

  it('say what a path is where there is none', async () => {
    const { client, user } = await openWindow({ status: { active_case: null } })
    client.paths.paths.length = 0
    await user.keyboard('{Alt>}4{/Alt}')
    await screen.findByRole('heading', { name: 'No paths yet' })
  })
})

describe('a path', () => {
  it('is walked with the keyboard: J and K move, N ticks and goes on, T and Space tick', async () => {
    const { client, user } = await openPath()
    expect(option().textContent).toContain(FIX)
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('listbox', { name: 'Steps' })))
    await user.keyboard('n')
    await screen.findByRole('heading', { level: 1, name: /Raise the idle timeout/ })
    await screen.findByText('1 of 4 read · 19 min left')
    await user.keyboard('j{ArrowDown}')
    expect(option().textContent).toContain('No note is called Gateway hardening')
    await screen.findByRole('heading', { name: 'This step leads nowhere' })
    await user.keyboard('k{ArrowUp}t')
    await screen.findByText('2 of 4 read · 18 min left')
    await user.keyboard(' ')
    await screen.findByText('1 of 4 read · 19 min left')
    expect([...client.paths.ticks.keys()]).toHaveLength(1)
  })

  it('shows a case where a step leads to one, without anything to write in', async () => {
    const { user } = await openPath()
    await user.click(screen.getByRole('option', { name: /VPN drops every 30 minutes/ }))
    await screen.findByRole('heading', { level: 1, name: /VPN drops every 30 minutes/ })
    expect(screen.getByRole('list', { name: 'Journal' })).toBeTruthy()
    expect(isThere('Journal entry')).toBe(false)
  })

  it('says when a step changed after it was read', async () => {
    const { client, user } = await openPath()
    await user.keyboard('t')
    await screen.findByText('1 of 4 read · 19 min left')
    const article = client.vault.articles.find((one) => one.title === FIX)!
    article.resolution += '\n\nAnd restart it.'
    client.emit({ event: 'notes-changed', paths: [article.path], origin: 'outside' })
    await waitFor(() => expect(option().textContent).toContain('Changed since you read it'))
    await user.click(screen.getByRole('button', { name: /^Tick again/ }))
    await waitFor(() => expect(option().textContent).not.toContain('Changed since'))
    expect(screen.getByText('1 of 4 read · 19 min left')).toBeTruthy()
  })

  it('opens links in place, and Escape leads back to the step and then to the list', async () => {
    const { client, user } = await openPath()
    const article = client.vault.articles.find((one) => one.title === FIX)!
    article.resolution = 'It is not this: [[Raise the idle timeout on EdgeVPN gateways]].'
    client.emit({ event: 'notes-changed', paths: [article.path], origin: 'outside' })
    await screen.findByText(/It is not this/)
    await user.click(await screen.findByRole('link', { name: /Raise the idle timeout/ }))
    await screen.findByRole('heading', { level: 1, name: /Raise the idle timeout/ })
    expect(option().textContent).toContain(FIX)
    await user.keyboard('{Escape}')
    await screen.findByRole('heading', { level: 1, name: FIX })
    await user.keyboard('{Escape}')
    await screen.findByRole('list', { name: 'Paths' })
  })

  it('keeps the step when its tick cannot be kept, and says why', async () => {
    const { client, user } = await openPath()
    client.fail('tick_step', new CasebookError('io', 'Progress could not be kept: no space left', 'Free some space'))
    await user.keyboard('n')
    await screen.findByText(/Progress could not be kept/)
    expect(option().textContent).toContain(FIX)
    expect(screen.getByText('0 of 4 read · 31 min left')).toBeTruthy()
  })

  it('is resumed from the start screen and by its key', async () => {
    const { client, user } = await openWindow({ status: { active_case: null } })
    const week = 'paths/first-week-edgevpn.md'
    client.paths.tick(week, client.paths.view(week).plan[0]!.key!, true)
    client.emit({ event: 'notes-changed', paths: [], origin: 'outside' })
    const resume = await screen.findByRole('button', { name: /Resume: First week: EdgeVPN, step 2 of 5/ })
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    await user.type(screen.getByRole('combobox', { name: 'Command' }), 'resume')
    await screen.findByRole('option', { name: /Resume: First week: EdgeVPN, step 2 of 5/ })
    await user.keyboard('{Escape}')
    await user.click(resume)
    await screen.findByRole('heading', { level: 1, name: /Raise the idle timeout/ })
    await waitFor(() => expect(client.calls.some(({ name }) => name === 'visit_step')).toBe(true))
    await user.keyboard('{Alt>}1{/Alt}{Alt>}{Shift>}r{/Shift}{/Alt}')
    await screen.findByRole('heading', { level: 1, name: /Raise the idle timeout/ })
  })
})

describe('the start screen', () => {
  it('shows what was promised and what changed last, reached by arrows and opened by Enter', async () => {
    const { user } = await openWindow({ status: { active_case: null } })
    const promised = await screen.findByRole('region', { name: 'Promised next' })
    const rows = await within(promised).findAllByRole('button')
    expect(screen.getByRole('region', { name: 'Changed last' })).toBeTruthy()
    screen.getByRole('button', { name: /Begin with/ }).focus()
    await user.keyboard('j')
    expect(document.activeElement).toBe(rows[0])
    await user.keyboard('{Enter}')
    await screen.findByRole('article', { name: /^Case / })
  })

  it('says what to do where there is nothing at all', async () => {
    const empty = {
      name: 'empty',
      root: '/e',
      notes: 0,
      problems: 0,
      leader: true,
      indexing: null,
      embedding: null,
      unavailable: null,
      missing: null,
      late: null,
      unkept: null,
      unfinished_purge: null,
    }
    await openWindow({ status: { active_case: null, vault: { ...empty, products: [], resolution_codes: [] } } })
    await screen.findByRole('heading', { level: 1, name: 'empty has no notes yet' })
    expect(screen.getAllByRole('button', { name: /^New case/ }).length).toBeGreaterThan(0)
  })

  it('says that it is the sample until told not to', async () => {
    const { client, user } = await openWindow({ status: { active_case: null, sample: true } })
    await screen.findByText('This is the sample vault')
    await user.click(screen.getByRole('button', { name: 'Do not show again' }))
    await waitFor(() => expect(screen.queryByText('This is the sample vault')).toBeNull())
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ sample_note: false })
  })
})
