import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import type { FakeOptions } from '../lib/fake'
import { openLicences } from '../lib/licences'
import { nextZoom, ZOOMS } from '../lib/zoom'
import { openCase } from '../test/window'

async function openSettings(page: string, options: FakeOptions = {}) {
  const opened = await openCase(options)
  await opened.user.keyboard('{Control>},{/Control}')
  const pages = await screen.findByRole('navigation', { name: 'Settings' })
  await opened.user.click(within(pages).getByRole('button', { name: page }))
  await screen.findByRole('heading', { level: 2, name: page })
  return opened
}
const rowOf = (title: string) => screen.getByText(title, { selector: 'li .title' }).closest('li')!

describe('keys', () => {
  it('are recorded by pressing them, hold at once, are kept, and every hint follows', async () => {
    const { client, user } = await openSettings('Keys')
    await user.click(screen.getByRole('button', { name: 'Change New case' }))
    expect(screen.getByRole('button', { name: 'Press the keys for New case' }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    await user.keyboard('{Control>}j{/Control}')
    await waitFor(() => expect(within(rowOf('New case')).getByText('Ctrl J')).toBeTruthy())
    const kept = client.calls.findLast(({ name }) => name === 'set_preferences')?.args
    expect(kept).toEqual({ keys: { 'case.new': ['Ctrl+J'] } })

    await user.keyboard('{Control>}n{/Control}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('{Control>}j{/Control}')
    await screen.findByRole('dialog', { name: 'New case' })
    await user.keyboard('{Escape}')
    fireEvent(screen.getByRole('dialog'), new Event('cancel'))
    await user.keyboard('{Alt>}1{/Alt}')
    const button = await screen.findByRole('button', { name: /^New case/ })
    expect(button.textContent).toContain('Ctrl J')
    expect(button.getAttribute('aria-keyshortcuts')).toBe('Control+J')
    await user.keyboard('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keys' })
    expect(within(sheet).getByText('Ctrl J')).toBeTruthy()
  })

  it('are refused when another command has them, with its name, and can be tried again', async () => {
    const { client, user } = await openSettings('Keys')
    await user.click(screen.getByRole('button', { name: 'Change Solve' }))
    await user.keyboard('{Control>}k{/Control}')
    expect(within(rowOf('Solve')).getByRole('alert').textContent).toBe('Ctrl K is already “Find”')
    expect(client.calls.some(({ name }) => name === 'set_preferences')).toBe(false)
    await user.keyboard('{Control>}j{/Control}')
    await waitFor(() => expect(within(rowOf('Solve')).getByText('Ctrl J')).toBeTruthy())
  })

  it('are left alone by Escape, and by an input method', async () => {
    const { user } = await openSettings('Keys')
    const change = screen.getByRole('button', { name: 'Change Solve' })
    await user.click(change)
    fireEvent.keyDown(change, { key: 'j', ctrlKey: true, keyCode: 229 })
    expect(change.getAttribute('aria-pressed')).toBe('true')
    await user.keyboard('{Escape}')
    expect(change.getAttribute('aria-pressed')).toBe('false')
    expect(screen.getByRole('heading', { level: 2, name: 'Keys' })).toBeTruthy()
  })

  it('go back to the declared ones, one by one and all', async () => {
    const keys = { 'case.new': ['Ctrl+J'], 'case.solve': ['Ctrl+Y'] }
    const { client, user } = await openSettings('Keys', { chosen: { keys } })
    await user.click(screen.getByRole('button', { name: 'Reset New case' }))
    expect(within(rowOf('New case')).getByText('Ctrl N')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Reset all (1)' }))
    expect(within(rowOf('Solve')).getByText('Ctrl ⇧ ⏎')).toBeTruthy()
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ keys: {} })
  })

  it('are found by name and by key', async () => {
    const { user } = await openSettings('Keys')
    await user.type(screen.getByRole('searchbox'), 'ctrl ⇧ ⏎')
    expect(screen.getAllByRole('button', { name: /^Change / }).map((e) => e.getAttribute('aria-label'))).toEqual([
      'Change Solve',
    ])
    expect(screen.getByText('1 command')).toBeTruthy()
  })
})

describe('the ? sheet', () => {
  it('is searched, and leads to changing keys', async () => {
    const { user } = await openCase()
    await user.keyboard('?')
    const sheet = within(await screen.findByRole('dialog', { name: 'Keys' }))
    await user.type(sheet.getByRole('searchbox'), 'resolved')
    expect(sheet.getAllByRole('term').map((e) => e.textContent)).toEqual(['Link as resolved by'])
    await user.click(sheet.getByRole('button', { name: 'Change keys' }))
    await screen.findByRole('heading', { level: 2, name: 'Keys' })
  })
})

describe('appearance', () => {
  it('scales the window by key and button, and keeps the size', async () => {
    const { client, user } = await openSettings('Appearance')
    await waitFor(() => expect(client.sizes).toEqual([1]))
    await user.keyboard('{Control>}={/Control}')
    await screen.findByText('110 %')
    await user.click(screen.getByRole('button', { name: 'Larger' }))
    await screen.findByText('125 %')
    await waitFor(() => expect(client.sizes).toEqual([1, 1.1, 1.25]))
    await user.keyboard('{Control>}0{/Control}')
    await screen.findByText('100 %')
    await user.keyboard('{Control>}-{/Control}')
    await screen.findByText('90 %')
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ zoom: 90 })
  })

  it('has sizes that end', () => {
    expect(nextZoom(200, 1)).toBe(200)
    expect(nextZoom(80, -1)).toBe(80)
    expect(nextZoom(105, 1)).toBe(110)
    expect(ZOOMS).toContain(100)
  })

  it('switches the theme', async () => {
    const { user } = await openSettings('Appearance')
    await user.click(screen.getByRole('radio', { name: 'Dark' }))
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'))
  })
})

describe('the language of dates', () => {
  it('changes every date on show', async () => {
    const { client, user } = await openSettings('Language of dates')
    await user.selectOptions(screen.getByLabelText('Language of dates'), 'iso')
    await waitFor(() =>
      expect(screen.getByText(/Shown as/).textContent).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d and \d{4}-/),
    )
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ dates: 'iso' })
  })
})

describe('vaults', () => {
  it('are opened and forgotten, and it is said where all is kept', async () => {
    const { client, user } = await openSettings('Vaults')
    expect(screen.getByText('/home/mira/.cache/casebook')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Forget printers' }))
    await waitFor(() => expect(screen.queryByText('printers')).toBeNull())
    expect(client.calls.at(-1)).toEqual({ name: 'forget_vault', args: { path: '/home/mira/notes/printers' } })
  })
})

describe('you', () => {
  it('have a name that signs', async () => {
    const { client, user } = await openSettings('You')
    const name = screen.getByLabelText('Your name')
    await user.clear(name)
    await user.type(name, 'Ines{Enter}')
    await waitFor(() => expect(client.calls.some(({ args }) => JSON.stringify(args) === '{"me":"Ines"}')).toBe(true))
  })
})

describe('what is built in', () => {
  it('is listed whole, each with its licence', async () => {
    const { packages, texts } = await openLicences()
    const names = packages.map(({ name }) => name)
    for (const name of ['tauri', 'tantivy', 'rusqlite', 'pulldown-cmark', 'wry', 'svelte', '@lucide/svelte'])
      expect(names).toContain(name)
    for (const tool of ['vite', 'typescript', 'criterion', 'proptest', 'casebook', 'kb'])
      expect(names).not.toContain(tool)
    expect(packages.length).toBeGreaterThan(200)
    for (const { name, licence, texts: own } of packages) {
      expect(licence ?? own.length, name).toBeTruthy()
      for (const text of own) expect(texts[text]?.length, name).toBeGreaterThan(10)
    }
    const withText = packages.filter(({ texts: own }) => own.length > 0)
    expect(withText.length / packages.length).toBeGreaterThan(0.9)
  })

  it('shows the licence of a package', async () => {
    const { user } = await openSettings('About')
    await user.type(await screen.findByRole('searchbox'), 'tantivy mit')
    await user.click(screen.getByRole('button', { name: /^tantivy \d/ }))
    expect(screen.getByRole('region', { name: 'Licence of tantivy' }).textContent).toContain(
      'Permission is hereby granted',
    )
  })
})

describe('meaning', () => {
  it('says how to get the model and what it costs where there is none', async () => {
    const { client, user } = await openSettings('Meaning')
    await screen.findByText('cargo xtask model')
    await user.click(screen.getByRole('button', { name: 'Copy the command' }))
    expect(client.copied).toEqual(['cargo xtask model'])
    expect(screen.getByText(/^23\.4 MB for the model/)).toBeTruthy()
    expect(screen.getByText(/About 1 min of one core for 340 notes/)).toBeTruthy()
    expect(screen.queryByRole('switch', { name: 'Find by meaning' })).toBeNull()
  })

  it('is switched off and on, and says how far it is', async () => {
    const { client, user } = await openSettings('Meaning', { meaning: { state: 'ready', embedded: 12 } })
    const use = await screen.findByRole<HTMLInputElement>('switch', { name: 'Find by meaning' })
    expect(use.checked).toBe(true)
    expect(screen.getByText('12 of 340 notes read.')).toBeTruthy()
    client.emit({ event: 'embedding', progress: { done: 40, total: 340 } })
    await screen.findByText('40 of 340 notes read')
    await user.click(use)
    await waitFor(() => expect(use.checked).toBe(false))
    expect(client.calls.findLast(({ name }) => name === 'use_meaning')?.args).toEqual({ wanted: false })
    expect(screen.queryByText(/notes read/)).toBeNull()
    await user.click(use)
    await waitFor(() => expect(use.checked).toBe(true))
  })

  it('says why a model cannot be used', async () => {
    await openSettings('Meaning', { meaning: { state: 'failed', reason: 'Its sum is another. Get it anew' } })
    expect((await screen.findByRole('alert')).textContent).toContain('Get it anew')
  })
})
