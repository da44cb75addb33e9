import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import type { Theme } from '../lib/client'
import { fakeClient } from '../lib/fake'
import { expectClean } from '../test/axe'
import { openCase } from '../test/window'

async function command(user: Awaited<ReturnType<typeof openCase>>['user'], words: string) {
  await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
  await user.keyboard(words)
  await user.keyboard('{Enter}')
}

describe('the history of a note', () => {
  it('opens by its key, is read with the keyboard, and brings a version back', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Alt>}h{/Alt}')
    const list = await screen.findByRole('listbox', { name: 'Versions' })
    await waitFor(() => expect(document.activeElement).toBe(list))
    expect(within(list).getByRole('option', { selected: true }).textContent).toContain('Changed by another program')
    const restore = screen.getByRole<HTMLButtonElement>('button', { name: /^Restore/ })
    expect(restore.disabled).toBe(true)

    await user.keyboard('j')
    expect(within(list).getByRole('option', { selected: true }).textContent).toContain('Saved here')
    const text = await screen.findByRole('region', { name: 'What differs' })
    expect(text.querySelector('del')?.textContent).toBe('3600')
    expect(text.querySelector('ins')?.textContent).toBe('0')
    await user.keyboard('c')
    await waitFor(() =>
      expect(client.calls.findLast(({ name }) => name === 'compare_version')?.args).toMatchObject({ with_now: true }),
    )
    await user.keyboard('r')
    await screen.findByText('Restored the earlier version')
    expect(client.calls.findLast(({ name }) => name === 'change')?.args).toMatchObject({
      change: { do: 'restore-version', number: 2 },
    })
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Restore/ }).disabled).toBe(true))
  })
})

describe('the trash', () => {
  it('shows what was moved there, and brings it back', async () => {
    const { user } = await openCase()
    await command(user, 'Move the note to the trash')
    await screen.findByText('Moved to the trash')
    await command(user, 'Trash')
    const back = await screen.findByRole('button', { name: /^Bring back/ })
    await user.click(back)
    await screen.findByText('The trash is empty')
  })

  it('asks before it deletes for good', async () => {
    const { client, user } = await openCase()
    await command(user, 'Move the note to the trash')
    await screen.findByText('Moved to the trash')
    await command(user, 'Trash')
    await user.click(await screen.findByRole('button', { name: 'Empty the trash' }))
    const ask = await screen.findByRole('dialog', { name: 'Delete for good' })
    expect(client.calls.some(({ name }) => name === 'empty_trash')).toBe(false)
    await user.click(within(ask).getByRole('button', { name: 'Delete for good' }))
    await screen.findByText('The trash is empty')
  })
})

describe('a purge', () => {
  it('lists everything first, and wants the name typed', async () => {
    const { client, user } = await openCase()
    const customer = client.vault.cases[0]?.customer ?? ''
    await command(user, 'purge')
    await user.type(await screen.findByRole('textbox', { name: /^Customer/ }), `${customer}{Enter}`)
    await screen.findByText(/Catalog, index and vectors are made anew/)
    expect(screen.getAllByRole('checkbox', { checked: true }).length).toBeGreaterThan(0)
    const purge = screen.getByRole<HTMLButtonElement>('button', { name: 'Purge for good' })
    expect(purge.disabled).toBe(true)
    await user.type(screen.getByRole('textbox', { name: /to confirm$/ }), customer)
    await user.click(purge)
    await screen.findByText('Purged, but for what is listed here')
    expect(screen.getByText('casebook.toml')).toBeTruthy()
    expect(client.calls.findLast(({ name }) => name === 'purge')?.args).toMatchObject({ name: customer })
  })
})

describe('a purge that was interrupted', () => {
  it('is told of wherever one is, and finished', async () => {
    const { vault } = await fakeClient().call('get_status', {})
    if (!vault) throw new Error('the fake has a vault')
    const { client, user } = await openCase({ status: { vault: { ...vault, unfinished_purge: 'Northwind' } } })
    await user.click(await screen.findByRole('button', { name: 'Finish the purge' }))
    await screen.findByRole('heading', { level: 1, name: /^Find and purge/ })
    expect(client.calls.some(({ name }) => name === 'finish_purge')).toBe(false)
    await expectClean()
    await user.click(screen.getByRole('button', { name: 'Finish the purge' }))
    await screen.findByText('Purged, but for what is listed here')
    expect(client.calls.some(({ name }) => name === 'finish_purge')).toBe(true)
    await waitFor(() => expect(screen.queryByText('A purge was interrupted')).toBeNull())
  })
})

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  it(`axe finds nothing in history, trash and purge, ${theme}`, async () => {
    const { client, user } = await openCase({ chosen: { theme } })
    await user.keyboard('{Alt>}h{/Alt}')
    await screen.findByRole('region', { name: 'What differs' })
    await expectClean()
    await command(user, 'purge')
    await user.type(
      await screen.findByRole('textbox', { name: /^Customer/ }),
      `${client.vault.cases[0]?.customer ?? ''}{Enter}`,
    )
    await screen.findByText(/Catalog, index and vectors are made anew/)
    await expectClean()
    await command(user, 'Trash')
    await screen.findByText('The trash is empty')
    await expectClean()
  })
}
