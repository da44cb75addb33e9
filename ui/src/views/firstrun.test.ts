import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { CasebookError, type AppStatus } from '../lib/client'
import { openWindow } from '../test/window'

const NEW: Partial<AppStatus> = { vault: null, active_case: null, introduced: false, recent_vaults: [] }
const FIX = 'EdgeVPN 7.4 disconnects at DTLS rekey'
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Try it on the sample' })

describe('the first run', () => {
  it('goes from the box to a case with the keyboard alone', async () => {
    const { client, user } = await openWindow({ status: NEW })
    await waitFor(() => expect(document.activeElement).toBe(box()))
    await user.keyboard('handshake 0x2746')
    const results = screen.getByRole('listbox', { name: 'Results' })
    await within(results).findAllByRole('option', { name: new RegExp(FIX) })
    expect(client.calls.filter(({ name }) => ['open_sample', 'open_vault', 'choose_vault'].includes(name))).toEqual([])
    expect(
      client.calls.some(({ name }) => name === 'search'),
      'there is no vault to search',
    ).toBe(false)
    await user.keyboard('{Enter}')

    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Your name' })
    await waitFor(() => expect(document.activeElement).toBe(name))
    await user.clear(name)
    await user.keyboard('Noor{Tab}EdgeVPN{Enter}')
    await screen.findByRole('heading', { name: 'One key for everything' })
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({
      me: 'Noor',
      product: 'EdgeVPN',
    })

    // The desktop gave the key for every program: that one is tried, and it opens no box here.
    screen.getByText(/here or in any other program/)
    client.emitDesk({ event: 'find-asked' })
    await screen.findByText('That is it.')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { level: 1, name: FIX })
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ introduced: true })
  })

  it('tries the key of this window where the desktop gave none', async () => {
    const desktop = {
      shortcut: 'Ctrl+Alt+Space',
      shortcut_problem: 'another program has it',
      notifications: 'off',
    } as const
    const { user } = await openWindow({ status: { ...NEW, desktop: { ...desktop, tray: false } } })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await screen.findByRole('heading', { name: 'Who writes?' })
    await user.keyboard('{Enter}')
    await screen.findByText(/from anywhere in this window/)
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByText('That is it.')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('goes back one step with Escape, and nothing typed is lost on the way', async () => {
    const { user } = await openWindow({ status: NEW })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await screen.findByRole('heading', { name: 'Who writes?' })
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: 'One key for everything' })
    await user.keyboard('{Escape}')
    await screen.findByRole('heading', { name: 'Who writes?' })
    await user.keyboard('{Escape}')
    expect(box()).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(box()).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Go on with sample' }))
    await screen.findByRole('heading', { name: 'Who writes?' })
  })

  it('is skipped with one key and does not come back', async () => {
    const { client, user } = await openWindow({ status: NEW })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await screen.findByRole('heading', { name: 'Who writes?' })
    await user.keyboard('{Control>}.{/Control}')
    await screen.findByRole('listbox', { name: 'Cases' })
    expect(client.calls.findLast(({ name }) => name === 'set_preferences')?.args).toEqual({ introduced: true })
  })

  it('only asks for a vault when somebody who knows it has none open', async () => {
    const { user } = await openWindow({ status: { ...NEW, introduced: true } })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await screen.findByRole('listbox', { name: 'Cases' })
  })

  it('stays where it is when no folder is chosen, and says why one cannot be opened', async () => {
    const { client, user } = await openWindow({ status: NEW })
    await user.keyboard('{Control>}o{/Control}')
    await waitFor(() => expect(client.calls.some(({ name }) => name === 'choose_vault')).toBe(true))
    expect(box()).toBeTruthy()
    client.fail('choose_vault', new CasebookError('vault-unavailable', 'The folder cannot be read', 'Choose another'))
    await user.click(screen.getByRole('button', { name: /^Open a folder/ }))
    await screen.findByText('The folder cannot be read')
    expect(box()).toBeTruthy()
  })

  it('offers a folder where the build carries no sample', async () => {
    await openWindow({ status: { ...NEW, has_sample: false } })
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Open a folder/ })))
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /sample/ })).toBeNull()
  })
})
