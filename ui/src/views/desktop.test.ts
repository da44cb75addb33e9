import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import App from '../App.svelte'
import { CasebookError } from '../lib/client'
import { fakeClient } from '../lib/fake'
import { openCase, openWindow, type OpenWindow } from '../test/window'
import { field, textIn } from '../test/writing'

const desktop = { shortcut: 'Ctrl+Alt+Space', shortcut_problem: null, notifications: 'ask', tray: true } as const

async function openDesktopSettings(user: OpenWindow['user']) {
  await user.keyboard('{Control>},{/Control}')
  await user.click(await screen.findByRole('button', { name: 'Shortcut and notifications' }))
}

describe('the desktop around the window', () => {
  it('opens the find box, a new case or a case when the desktop asks', async () => {
    const { client } = await openCase()
    client.emitDesk({ event: 'find-asked' })
    expect(await screen.findByRole('dialog', { name: 'Find' })).toBeTruthy()
    client.emitDesk({ event: 'new-case-asked' })
    expect(await screen.findByRole('dialog', { name: 'New case' })).toBeTruthy()
    const saml = client.vault.cases.find((one) => one.title.includes('SAML'))!
    client.emitDesk({ event: 'case-asked', path: saml.path })
    expect(await screen.findByRole('heading', { level: 1, name: /SAML/ })).toBeTruthy()
  })

  it('shows the frame while the vault is opened, and the vault when it is', async () => {
    const client = fakeClient()
    const whole = await client.call('get_status', {})
    const opening = fakeClient({ status: { vault: null, opening: true } })
    render(App, { props: { client: opening } })
    expect(await screen.findByText(/Opening the vault/)).toBeTruthy()
    expect(screen.getByRole('navigation', { name: 'Main' })).toBeTruthy()
    await opening.call('open_vault', { path: whole.vault!.root })
    opening.emitDesk({ event: 'find-asked' })
    opening.emitDesk({ event: 'status-changed' })
    expect(await screen.findByRole('listbox', { name: 'Cases' })).toBeTruthy()
    expect(await screen.findByRole('dialog', { name: 'Find' })).toBeTruthy()
    await waitFor(() => expect(opening.calls).toContainEqual({ name: 'painted', args: { content: true } }))
  })

  it('asks once about notices, when there is a promise to keep', async () => {
    const { client, user } = await openCase({ status: { desktop } })
    await user.click(await screen.findByRole('button', { name: 'Tell me' }))
    await waitFor(() => expect(screen.queryAllByText('Tell me')).toHaveLength(0))
    expect((await client.call('get_status', {})).desktop.notifications).toBe('on')
  })

  it('does not ask in the sample vault', async () => {
    await openCase({ status: { desktop, sample: true } })
    expect(screen.queryAllByText('Tell me')).toHaveLength(0)
  })

  it('says why the shortcut is off, and takes another', async () => {
    const problem = 'another program has Ctrl+Alt+Space'
    const { client, user } = await openWindow({ status: { desktop: { ...desktop, shortcut_problem: problem } } })
    await openDesktopSettings(user)
    expect(await screen.findByText(problem)).toBeTruthy()
    const field = screen.getByRole('textbox', { name: 'Find from anywhere' })
    await user.clear(field)
    await user.type(field, 'Ctrl+Alt+F')
    client.fail(
      'set_shortcut',
      new CasebookError('refused', 'Ctrl+Alt+F cannot be used everywhere: taken', 'Choose another'),
    )
    await user.click(screen.getByRole('button', { name: 'Use these keys' }))
    expect(await screen.findByText(/cannot be used everywhere/)).toBeTruthy()
    client.fail('set_shortcut', null)
    await user.click(screen.getByRole('button', { name: 'Use these keys' }))
    await waitFor(() => expect(screen.queryByText(problem)).toBeNull())
  })

  it('says so when the desktop shows no notices', async () => {
    const { client, user } = await openWindow({ status: { desktop } })
    await openDesktopSettings(user)
    client.fail('try_notification', new CasebookError('io', 'the desktop shows no notice: no service', 'Check it'))
    await user.click(await screen.findByRole('button', { name: 'Show one to try' }))
    expect(await screen.findByText(/shows no notice/)).toBeTruthy()
  })
})

describe('a window with one case', () => {
  it('shows that case without rail and queue, and leaves the active case alone', async () => {
    const client = fakeClient()
    const saml = client.vault.cases.find((one) => one.title.includes('SAML'))!
    window.innerWidth = 1000
    render(App, { props: { client, alone: saml.path } })
    expect(await screen.findByRole('heading', { level: 1, name: /SAML/ })).toBeTruthy()
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull()
    expect(document.querySelector('[data-scope=queue]')).toBeNull()
    expect(screen.getByRole('complementary', { name: 'Knowledge' })).toBeTruthy()
    expect(client.calls.some(({ name }) => name === 'set_active_case')).toBe(false)
    client.emitDesk({ event: 'find-asked' })
    await userEvent.setup().keyboard('{Control>}{Shift>}o{/Shift}{/Control}')
    expect(client.calls.some(({ name }) => name === 'pop_out')).toBe(false)
    expect(document.querySelector('dialog[open]')).toBeNull()
  })

  it('shows what is typed in the other window', async () => {
    const { client } = await openCase()
    const composer = await field('Journal entry')
    const path = client.vault.cases[0]!.path
    const theirs = (text: string) =>
      client.emitDesk({
        event: 'draft-kept',
        key: `composer:${path}`,
        text: text === '' ? '' : JSON.stringify({ visibility: 'customer', channel: 'email', text }),
        by: 'other',
      })
    theirs('Hello Ana')
    await waitFor(() => expect(textIn('Journal entry')).toBe('Hello Ana'))
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Customer' }).checked).toBe(true)
    theirs('')
    await waitFor(() => expect(textIn('Journal entry')).toBe(''))
    composer.type('Mine')
    theirs('Theirs')
    await waitFor(() => expect(textIn('Journal entry')).toBe('Mine\n\nTheirs'))
  })

  it('is asked for by its command', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Control>}{Shift>}o{/Shift}{/Control}')
    expect(client.calls).toContainEqual({ name: 'pop_out', args: { path: client.vault.cases[0]!.path } })
    await user.keyboard('{Control>}{Shift>}m{/Shift}{/Control}')
    expect(client.calls).toContainEqual({ name: 'toggle_narrow', args: { window: 'main' } })
  })

  it('is one column where there is no room', async () => {
    const client = fakeClient()
    window.innerWidth = 420
    render(App, { props: { client } })
    expect(await screen.findByRole('heading', { level: 1, name: /VPN drops/ })).toBeTruthy()
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull()
    expect(screen.getByRole('group', { name: 'Composer' })).toBeTruthy()
    expect(screen.getByRole('complementary', { name: 'Knowledge' })).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'Issue' })).toBeNull()
  })
})

describe('what another window changed', () => {
  it('is taken over at once: theme, size, keys and name', async () => {
    const { client } = await openCase()
    const chosen = {
      theme: 'dark',
      zoom: 120,
      dates: 'de',
      offer_clipboard: true,
      search_log: true,
      keys: { 'case.new': ['Ctrl+J'] },
    } as const
    client.emitDesk({
      event: 'preferences-changed',
      chosen: { ...chosen, keys: { 'case.new': ['Ctrl+J'] } },
      me: 'jonas',
      name: 'jonas',
      sample_note: false,
    })
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'))
    expect(client.sizes.at(-1)).toBe(1.2)
    const asked = () => client.calls.filter(({ name }) => name === 'get_status').length
    expect(asked()).toBe(1)
    await userEvent.setup().keyboard('{Control>}j{/Control}')
    expect(await screen.findByRole('dialog', { name: 'New case' })).toBeTruthy()
  })
})

describe('what is typed before the vault is open', () => {
  async function opening() {
    const whole = await fakeClient().call('get_status', {})
    const client = fakeClient({ status: { vault: null, opening: true } })
    render(App, { props: { client } })
    await screen.findByText(/Opening the vault/)
    const there = async () => {
      await client.call('open_vault', { path: whole.vault!.root })
      client.emitDesk({ event: 'status-changed' })
    }
    return { user: userEvent.setup(), there }
  }

  it('waits for it: the find box opens with the words, to be gone on with', async () => {
    const { user, there } = await opening()
    await user.keyboard('{Control>}k{/Control}rekeyx{Backspace}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await there()
    const box = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Find' })
    expect(box.value).toBe('rekey')
    await user.type(box, ' dtls')
    expect(box.value).toBe('rekey dtls')
  })

  it('is dropped with Escape, and words without a command are not kept', async () => {
    const { user, there } = await opening()
    await user.keyboard('lost{Control>}k{/Control}rekey{Escape}')
    await there()
    await screen.findByRole('option', { name: /VPN drops/ })
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
