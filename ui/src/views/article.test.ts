import { screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import { testIds } from '../lib/testids'
import { expectClean } from '../test/axe'
import { openCase, openWindow } from '../test/window'
import { field } from '../test/writing'

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

  it('shows what it learned from its cases, and drops a word that it is not about', async () => {
    const { user, article, client } = await openArticle()
    const region = await screen.findByRole('region', { name: 'Learned words' })
    const drop = within(region).getAllByRole('button', { name: /^Not about/ })[0]!
    const word = /“(.+)”/.exec(drop.getAttribute('aria-label') ?? '')?.[1] ?? ''
    await expectClean()
    drop.focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(article().not_learned).toEqual([word]))
    await within(region).findByRole('button', { name: `Learn again: “${word}”` })
    expect(within(region).queryByRole('button', { name: `Not about “${word}”` })).toBeNull()
    await waitFor(() => expect(region.contains(document.activeElement)).toBe(true))
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(article().not_learned).toEqual([]))
    await within(region).findByRole('button', { name: `Not about “${word}”` })
    expect(client.calls.filter(({ name }) => name === 'list_learned_words').length).toBeGreaterThan(1)
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

describe('what surrounds an article', () => {
  const IDLE = 'Raise the idle timeout on EdgeVPN gateways'
  const CGNAT = 'Clients lose tunnel behind CGNAT'

  it('says how using it went in one sentence, and nothing when nobody tried it', async () => {
    const { user } = await openArticle()
    expect(screen.getByTestId(testIds.linkCounts).textContent).toMatch(
      /Solved (all )?\d+ (of \d+ )?cases it was tried in/,
    )
    await user.click(screen.getByRole('option', { name: /certificate chain reloaded/ }))
    await screen.findByRole('article', { name: /certificate chain reloaded/ })
    expect(screen.getByTestId(testIds.linkCounts).textContent).not.toMatch(/Solved|Tried/)
  })

  it('has related notes as a property with offers, shown by title where it is read', async () => {
    const { user, article } = await openEditor()
    const box = screen.getByRole('combobox', { name: 'See also' })
    await user.type(box, 'cgnat')
    const offers = screen.getByRole('listbox', { name: 'Notes' })
    await within(offers).findByRole('option', { name: new RegExp(CGNAT) })
    await user.keyboard('{Enter}')
    await waitFor(() => expect(article()['see-also']).toEqual([`[[${CGNAT}]]`]))
    await user.type(box, 'idle timeout')
    await user.click(await within(offers).findByRole('option', { name: new RegExp(IDLE) }))
    await waitFor(() => expect(article()['see-also']).toHaveLength(2))
    await user.click(await screen.findByRole('button', { name: `Remove ${IDLE}` }))
    await waitFor(() => expect(article()['see-also']).toHaveLength(1))
    await user.keyboard('{Control>}e{/Control}')
    const related = await screen.findByRole('navigation', { name: 'See also' })
    await user.click(within(related).getByRole('button', { name: CGNAT }))
    await screen.findByRole('article', { name: CGNAT })
  })

  it('gets the tag that is completed in its text, taken back with the text', async () => {
    const { user, client, article } = await openEditor()
    const other = client.vault.articles.find(({ title }) => title === CGNAT)!
    expect(other.tags).toContain('nat')
    const resolution = await field('Resolution text')
    const before = article().resolution
    resolution.type(' about #na')
    const offers = await waitFor(() => {
      const list = (resolution.view.root as ShadowRoot).querySelector('.cm-tooltip-autocomplete li')
      expect(list?.textContent).toContain('#nat')
      return list!
    })
    await new Promise((done) => setTimeout(done, 100))
    offers.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }))
    await waitFor(() => expect(article().tags).toContain('nat'))
    await waitFor(() => expect(article().resolution).toContain('about #nat'))
    expect(screen.getByText('Tagged nat')).toBeTruthy()
    await screen.findByRole('button', { name: 'Remove nat' })
    await user.keyboard('{Control>}e{/Control}')
    await screen.findByRole('toolbar', { name: 'Use this article' })
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(article().tags).not.toContain('nat'))
    expect(article().resolution).toBe(before)
  })

  it('lists who names it without a link, and links them, undoably', async () => {
    const { client } = await openWindow()
    const rekey = client.vault.articles.find(({ title }) => title === REKEY)!
    const cgnat = client.vault.articles.find(({ title }) => title === CGNAT)!
    cgnat.resolution = `Not this? See ${REKEY} then.`
    const user = userEvent.setup()
    await user.keyboard('{Alt>}2{/Alt}')
    await user.click(await screen.findByRole('option', { name: new RegExp(REKEY) }))
    const list = await screen.findByRole('list', { name: 'Named without a link' })
    expect(within(list).getByText(REKEY, { selector: 'mark' })).toBeTruthy()
    await user.click(within(list).getByRole('button', { name: `Link ${CGNAT} to this article` }))
    await waitFor(() => expect(cgnat.resolution).toContain(`[[${REKEY}]]`))
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Named without a link' })).toBeNull())
    expect(client.vault.article(rekey.path)).toBeTruthy()
    await user.keyboard('{Control>}z{/Control}')
    await screen.findByRole('list', { name: 'Named without a link' })
  })

  it('has the case it was framed from folded under its editor, to read and not to write', async () => {
    const { user, client } = await openCase()
    await user.click(await screen.findByRole('button', { name: /^Frame a new article/ }))
    await screen.findByTestId('article')
    await user.keyboard('{Control>}e{/Control}')
    const origin = await screen.findByRole('region', { name: 'The case it was framed from' })
    const fold = within(origin).getByRole('button', { name: /Framed from ZD-/ })
    expect(fold.getAttribute('aria-expanded')).toBe('false')
    expect(within(origin).queryByRole('list', { name: 'Journal' })).toBeNull()
    await user.click(fold)
    const journal = await within(origin).findByRole('list', { name: 'Journal' })
    expect(within(journal).getAllByTestId('entry')).toHaveLength(client.vault.cases[0]!.journal.length)
    expect(within(journal).queryByRole('button', { name: /^Edit the entry/ })).toBeNull()
    await expectClean()
  })
})
