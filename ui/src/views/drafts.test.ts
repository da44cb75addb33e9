import { cleanup, screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { CasebookError } from '../lib/client'
import { fakeClient } from '../lib/fake'
import { expectClean } from '../test/axe'
import { openCase, openWindow, type OpenWindow } from '../test/window'
import { textIn } from '../test/writing'

const REKEY = 'EdgeVPN 7.4 disconnects at DTLS rekey'
const words = ({ client }: OpenWindow) => [...client.drafts.values()].join()

/** What a crash leaves: the window is gone, what was kept is there. */
async function again(opened: OpenWindow, open: (drafts: ReadonlyMap<string, string>) => Promise<OpenWindow>) {
  const drafts = new Map(opened.client.drafts)
  cleanup()
  return open(drafts)
}
async function openArticle(drafts?: ReadonlyMap<string, string>) {
  const opened = await openWindow(drafts && { drafts })
  await opened.user.keyboard('{Alt>}2{/Alt}')
  await opened.user.click(await screen.findByRole('option', { name: new RegExp(REKEY) }))
  await screen.findByRole('article', { name: REKEY })
  return opened
}
async function openEditor(drafts?: ReadonlyMap<string, string>) {
  const opened = await openArticle(drafts)
  await opened.user.keyboard('{Control>}e{/Control}')
  await screen.findByRole('textbox', { name: 'Title' })
  return opened
}

describe('what was typed before a crash is there again, and said to be', () => {
  it('for the reason of a status', async () => {
    const first = await openCase()
    await first.user.keyboard('{Alt>}s{/Alt}')
    await first.user.click(await screen.findByRole('radio', { name: /Pending/ }))
    await first.user.type(screen.getByLabelText(/^Reason/), 'Waits for the firmware')
    await waitFor(() => expect(words(first)).toContain('Waits for the firmware'))

    const { user, client } = await again(first, (drafts) => openCase({ drafts }))
    await user.click(await screen.findByRole('button', { name: 'Reason not saved' }))
    expect(await screen.findByText('Draft restored')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>(/^Reason/).value).toBe('Waits for the firmware')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Pending/ }).checked).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Set pending' }))
    await waitFor(() => expect(client.vault.cases[0]!.status).toBe('pending'))
    await waitFor(() => expect(client.drafts.size).toBe(0))
    expect(screen.queryByRole('button', { name: 'Reason not saved' })).toBeNull()
  })

  it('for the fields that are of no note, each where it is', async () => {
    async function openViews(drafts?: ReadonlyMap<string, string>) {
      const opened = await openCase(drafts && { drafts })
      await opened.user.click(screen.getByRole('button', { name: 'Views' }))
      await screen.findByRole('textbox', { name: 'Name of this view' })
      return opened
    }
    async function openYou(drafts?: ReadonlyMap<string, string>) {
      const opened = await openCase(drafts && { drafts })
      await opened.user.keyboard('{Control>},{/Control}')
      await opened.user.click(await screen.findByRole('button', { name: 'You' }))
      await screen.findByLabelText('Your name')
      return opened
    }
    const views = await openViews()
    await views.user.type(screen.getByRole('textbox', { name: 'Name of this view' }), 'Sign-in trou')
    await waitFor(() => expect(words(views)).toContain('Sign-in trou'))
    const { user, client } = await again(views, openViews)
    expect(await screen.findByText('Draft restored')).toBeTruthy()
    await user.type(screen.getByRole('textbox', { name: 'Name of this view' }), 'ble{Enter}')
    await screen.findByRole('button', { name: /^Sign-in trouble/ })
    await waitFor(() => expect(client.drafts.size).toBe(0))
    cleanup()

    const you = await openYou()
    await you.user.type(screen.getByLabelText('Your name'), ' Berg')
    await waitFor(() => expect(words(you)).toContain(' Berg'))
    const restored = await again(you, openYou)
    expect(await screen.findByText('Draft restored')).toBeTruthy()
    expect(screen.queryByText(/not saved|1 draft/)).toBeNull()
    await restored.user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(restored.client.drafts.size).toBe(0))
  })

  it('but a status that was only looked at is not kept', async () => {
    const { user, client } = await openCase()
    await user.keyboard('{Alt>}s{/Alt}')
    await user.click(await screen.findByRole('radio', { name: /Pending/ }))
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('button', { name: 'Reason not saved' })).toBeNull()
    await user.keyboard('{Alt>}s{/Alt}')
    expect((await screen.findByRole<HTMLInputElement>('radio', { name: /Open/ })).checked).toBe(true)
    expect(client.drafts.size).toBe(0)
  })

  it('for a new article, and a new case with its priority', async () => {
    const first = await openWindow()
    await first.user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}')
    await first.user.type(await screen.findByLabelText('Title'), 'Gateway forgets routes')
    await waitFor(() => expect(words(first)).toContain('Gateway forgets routes'))
    await first.user.click(screen.getByRole('button', { name: 'Cancel' }))
    await first.user.keyboard('{Control>}n{/Control}')
    await screen.findByRole('dialog', { name: 'New case' })
    await first.user.type(await screen.findByLabelText('Title'), 'Printer is mute')
    await first.user.click(screen.getByRole('radio', { name: 'High' }))
    await waitFor(() => expect(words(first)).toContain('high'))

    const { user } = await again(first, (drafts) => openWindow({ drafts }))
    await user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}')
    expect(await screen.findByDisplayValue('Gateway forgets routes')).toBeTruthy()
    expect(screen.getByText('Draft restored')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await user.keyboard('{Control>}n{/Control}')
    expect(await screen.findByDisplayValue('Printer is mute')).toBeTruthy()
    expect(screen.getByText('Draft restored')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'High' }).checked).toBe(true)
  })

  it('for the title and the properties of an article, with what the file says by now', async () => {
    const first = await openEditor()
    const keep = async (label: string, text: string) => {
      const field = screen.getByLabelText(label)
      await first.user.type(field, text)
      await waitFor(() => expect(words(first)).toContain(text))
    }
    // A field that is left saves itself: each crash comes while its own is typed in.
    await keep('Owner', ' and nia')
    const owner = screen.getByLabelText<HTMLInputElement>('Owner').value
    const drafts = new Map(first.client.drafts)
    await first.user.keyboard('{Escape}')
    await keep('Tags', 'night shift')
    for (const [key, text] of first.client.drafts) drafts.set(key, text)
    drafts.set(
      [...drafts.keys()].find((key) => key.includes('owner'))!.replace(':owner:', ':fixed-in:'),
      '{"from":"1","text":"9.9"}',
    )
    cleanup()

    const { user, client } = await openEditor(drafts)
    const path = client.vault.articles.find((one) => one.title === REKEY)!.path
    expect(await screen.findByDisplayValue(owner)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Tags').value).toBe('night shift')
    expect(screen.getAllByText('Draft restored')).toHaveLength(2)
    expect(screen.getByText(/^Draft restored; the file says “.+” by now$/)).toBeTruthy()
    await user.click(screen.getByLabelText('Owner'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(client.vault.article(path).owner).toBe(owner))
    await waitFor(() => expect([...client.drafts.keys()].join()).not.toContain('owner'))
  })

  it('for a next step, with what the file says by now', async () => {
    const path = fakeClient().vault.cases[0]!.path
    const drafts = new Map([[`next:${path}`, JSON.stringify({ from: 'Wait', next: 'Ask Jon', when: '' })]])
    const { client } = await openCase({ drafts })
    expect(await screen.findByDisplayValue('Ask Jon')).toBeTruthy()
    expect(screen.getByText(`Draft restored; the file says “${client.vault.cases[0]!.next}” by now`)).toBeTruthy()
  })

  it('for a flag', async () => {
    const first = await openArticle()
    await first.user.click(await screen.findByRole('button', { name: /^Flag/ }))
    await first.user.type(await screen.findByLabelText('What is wrong with it?'), 'Step 2 fails')
    await waitFor(() => expect(words(first)).toContain('Step 2 fails'))

    const { user } = await again(first, openArticle)
    await user.click(await screen.findByRole('button', { name: /^Flag/ }))
    expect(await screen.findByDisplayValue('Step 2 fails')).toBeTruthy()
    expect(screen.getByText('Draft restored')).toBeTruthy()
  })
})

describe('a property that cannot be saved', () => {
  it('stays as it was typed', async () => {
    const { user, client } = await openEditor()
    client.fail('change', new CasebookError('io', 'The note could not be saved: no space left', 'Free some space'))
    const field = screen.getByLabelText<HTMLInputElement>('Owner')
    await user.clear(field)
    await user.type(field, 'nia{Enter}')
    await screen.findByText(/no space left/)
    expect(field.value).toBe('nia')
    await waitFor(() => expect([...client.drafts.values()].join()).toContain('nia'))
    const tags = screen.getByLabelText<HTMLInputElement>('Tags')
    await user.type(tags, 'night shift{Enter}')
    await waitFor(() => expect(tags.value).toBe('night shift'))
    await waitFor(() => expect([...client.drafts.values()].join()).toContain('night shift'))
  })
})

describe('the drafts', () => {
  async function openDrafts(drafts: [string, object][]) {
    const kept = new Map(drafts.map(([key, value]) => [key, JSON.stringify(value)]))
    const opened = await openCase({ drafts: kept })
    await opened.user.click(await screen.findByRole('button', { name: /^\d drafts?$/ }))
    await screen.findByRole('heading', { level: 1, name: 'Drafts' })
    return opened
  }
  const { cases, articles } = fakeClient().vault
  const [open, other, rekey] = [cases[0]!.path, cases[1]!.path, articles.find(({ title }) => title === REKEY)!.path]

  it('are listed with their words, and gone on with where they were typed', async () => {
    const { user } = await openDrafts([
      [`composer:${other}`, { text: 'Half a sentence', visibility: 'customer', channel: 'email' }],
      ['new-case', { title: 'Printer is mute', issue: '', ref: '', customer: '', priority: 'high' }],
    ])
    expect(screen.getByText('Half a sentence')).toBeTruthy()
    expect(screen.queryByText(/email/)).toBeNull()
    await expectClean()
    await user.click(screen.getByRole('button', { name: /^Go on with New case: Printer/ }))
    expect(await screen.findByDisplayValue('Printer is mute')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await user.click(screen.getByRole('button', { name: /^Go on with Journal entry/ }))
    await waitFor(() => expect(textIn('Journal entry')).toBe('Half a sentence'))
  })

  it('are given up, and brought back', async () => {
    const { user, client } = await openDrafts([[`next:${open}`, { next: 'Ask Jon', when: '' }]])
    await user.click(screen.getByRole('button', { name: /^Give up/ }))
    await screen.findByText('Everything is saved')
    expect(client.drafts.size).toBe(0)
    await user.click(screen.getByRole('button', { name: 'Bring it back' }))
    await screen.findByText('Ask Jon')
    expect(client.drafts.size).toBe(1)
  })

  it('of a note that is gone can be copied', async () => {
    const { user, client } = await openDrafts([['composer:cases/2026/gone.md', { text: 'Words of mine' }]])
    expect(screen.getByText('cases/2026/gone.md')).toBeTruthy()
    expect(screen.getByText(/its note is gone/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: /^Copy/ }))
    await waitFor(() => expect(client.copied).toEqual(['Words of mine']))
  })

  it('of an article are told of above it', async () => {
    const kept = new Map([[`title:${rekey}`, JSON.stringify({ title: 'Another title' })]])
    const { user } = await openArticle(kept)
    await screen.findByText('Typed here and not saved yet')
    await user.click(screen.getByRole('button', { name: 'Go on editing' }))
    expect(await screen.findByDisplayValue('Another title')).toBeTruthy()
  })
})
