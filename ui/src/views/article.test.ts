import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { testIds } from '../lib/testids'
import { openWindow } from '../test/window'

const REKEY = 'EdgeVPN 7.4 disconnects at DTLS rekey'

async function openArticle() {
  const opened = await openWindow()
  const { client, user } = opened
  const path = client.vault.articles.find((one) => one.title === REKEY)?.path ?? ''
  await user.keyboard('{Alt>}2{/Alt}')
  await user.click(await screen.findByRole('option', { name: new RegExp(REKEY) }))
  await screen.findByRole('article', { name: REKEY })
  return { ...opened, path, article: () => client.vault.article(path) }
}

async function openEditor() {
  const opened = await openArticle()
  await opened.user.keyboard('{Control>}e{/Control}')
  await screen.findByRole('textbox', { name: 'Title' })
  return opened
}

describe('an article that is read', () => {
  it('can be flagged, and the flag taken away again', async () => {
    const { user, article } = await openArticle()
    await user.click(screen.getByRole('button', { name: /^Flag/ }))
    await user.type(await screen.findByLabelText('What is wrong with it?'), 'Step 2 fails{Enter}')
    await within(await screen.findByRole('list', { name: 'Flags' })).findByText(/Step 2 fails/)
    expect(article().flags).toContain('Step 2 fails')
    await user.click(within(screen.getByRole('list', { name: 'Flags' })).getAllByRole('button', { name: 'Mended' })[0]!)
    await waitFor(() => expect(article().flags).not.toContain('Step 2 fails'))
  })

  it('gives its resolution for a reply', async () => {
    const { user, client } = await openArticle()
    await user.click(screen.getByRole('button', { name: /^Reply/ }))
    await screen.findByText('Copied the resolution for a reply')
    expect(client.copied).toHaveLength(1)
  })

  it('has its sections as tabs', async () => {
    await openArticle()
    const tabs = within(screen.getByRole('navigation', { name: 'Sections' })).getAllByRole('button')
    expect(tabs.map((tab) => tab.textContent.trim()).slice(0, 2)).toEqual(['Issue', 'Resolution'])
  })
})

describe('an article under edit', () => {
  it('has every section under its heading, also the empty ones', async () => {
    await openEditor()
    for (const name of ['Issue', 'Resolution', 'Cause', 'Environment'])
      expect(screen.getByRole('region', { name })).toBeTruthy()
    expect(screen.getByTestId(testIds.article).dataset['mode']).toBe('edit')
  })

  it('saves a property by itself', async () => {
    const { user, article } = await openEditor()
    await user.selectOptions(screen.getByLabelText('Confidence'), 'archived')
    await waitFor(() => expect(article().confidence).toBe('archived'))
    await user.type(screen.getByLabelText('Tags'), 'night shift, Porto{Enter}')
    await waitFor(() => expect(article().tags).toContain('night shift, Porto'))
    await user.click(screen.getByRole('button', { name: 'Remove dtls' }))
    await waitFor(() => expect(article().tags).not.toContain('dtls'))
  })

  it('saves its title when the field is left, and keeps the old one instead of none', async () => {
    const { user, article } = await openEditor()
    const title = screen.getByRole('textbox', { name: 'Title' })
    await user.clear(title)
    await user.tab()
    expect(article().title).toBe(REKEY)
    await user.clear(title)
    await user.type(title, 'Another title{Enter}')
    await waitFor(() => expect(article().title).toBe('Another title'))
  })

  it('shows what it still wants, and how it will look', async () => {
    const { user } = await openEditor()
    await user.click(screen.getByRole('radio', { name: 'Checks' }))
    await screen.findByText('Has a Resolution')
    await user.click(screen.getByRole('radio', { name: 'Preview' }))
    await within(await screen.findByRole('region', { name: 'Preview' })).findByText('Resolution', { exact: false })
  })

  it('can be edited as a whole file', async () => {
    const { user } = await openEditor()
    await user.click(screen.getByRole('radio', { name: 'File' }))
    await waitFor(() => expect(document.querySelector('[data-editor="Whole file"]')?.shadowRoot).toBeTruthy())
  })
})
