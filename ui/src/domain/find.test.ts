import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { expectClean } from '../test/axe'
import { openCase } from '../test/window'

type Opened = Awaited<ReturnType<typeof openCase>>

function journal({ client }: Opened) {
  return client.vault.cases[0]!.journal
}
async function find(opened: Opened, what = 'this case') {
  await opened.user.keyboard('{Control>}f{/Control}')
  return screen.findByRole('textbox', { name: `Find in ${what}` })
}
const said = () => within(screen.getByRole('search')).getByRole('status').textContent

describe('find in what is read', () => {
  it('counts and steps round in a case, and gives the focus back', async () => {
    const opened = await openCase()
    screen.getByRole('listbox', { name: 'Cases' }).focus()
    const field = await find(opened)
    const count = [...document.querySelectorAll('.statements, [data-journal]')]
      .map((root) => root.textContent.match(/dtls/gi)?.length ?? 0)
      .reduce((a, b) => a + b, 0)
    expect(count).toBeGreaterThan(1)
    await opened.user.type(field, 'DTLS')
    await waitFor(() => expect(said()).toBe(`1 of ${count}`))
    await opened.user.keyboard('{Shift>}{Enter}{/Shift}')
    expect(said()).toBe(`${count} of ${count}`)
    await opened.user.keyboard('{Enter}')
    expect(said()).toBe(`1 of ${count}`)
    await opened.user.type(field, ' zebra')
    await waitFor(() => expect(said()).toBe('No place'))
    await expectClean()
    await opened.user.keyboard('{Escape}')
    expect(screen.queryByRole('search')).toBeNull()
    expect(document.activeElement).toBe(screen.getByRole('listbox', { name: 'Cases' }))
  })

  it('opens the fold a place lies in', async () => {
    const opened = await openCase()
    const log = Array.from({ length: 143 }, (_, index) => `line ${index}`).join('\n')
    journal(opened).push({ ...journal(opened)[0]!, id: 'long', text: `\`\`\`\n${log}\n\`\`\`` })
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    const fold = await screen.findByRole('button', { name: 'Show all 145 lines' })
    await opened.user.type(await find(opened), 'line 142')
    await waitFor(() => expect(fold.getAttribute('aria-expanded')).toBe('true'))
  })

  it('brings on the earlier entries that say it, and takes in what is added meanwhile', async () => {
    const opened = await openCase()
    const pattern = journal(opened)[0]!
    opened.client.vault.cases[0]!.journal = Array.from({ length: 200 }, (_, index) => ({
      ...pattern,
      id: `m${index}`,
      text: index === 40 ? 'the needle' : `entry ${index}`,
    }))
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    await screen.findByText('entry 199')
    // Opened anew it shows its end.
    await opened.user.click(screen.getByRole('option', { name: /SAML login loops/ }))
    await screen.findByRole('heading', { level: 1, name: /SAML/ })
    await opened.user.click(screen.getByRole('option', { name: /VPN drops/ }))
    await screen.findByText('entry 199')
    expect(screen.queryByText('the needle')).toBeNull()
    await opened.user.type(await find(opened), 'needle')
    await waitFor(() => expect(said()).toBe('1 of 1'))
    expect(screen.getByText('the needle')).toBeTruthy()
    opened.client.vault.cases[0]!.journal.push({ ...pattern, id: 'more', text: 'a needle more' })
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    await waitFor(() => expect(said()).toBe('1 of 2'))
  })

  it('is in an article that is read, and gives way to find and replace in one under edit', async () => {
    const opened = await openCase()
    await opened.user.keyboard('{Alt>}2{/Alt}')
    await opened.user.click(await screen.findByRole('option', { name: /disconnects at DTLS/ }))
    await screen.findByRole('article', { name: /disconnects at DTLS/ })
    await opened.user.type(await find(opened, 'this article'), 'dtls')
    await waitFor(() => expect(said()).toMatch(/^1 of \d+$/))
    await opened.user.keyboard('{Escape}{Control>}e{/Control}')
    await screen.findByRole('textbox', { name: 'Title' })
    await opened.user.keyboard('{Control>}f{/Control}')
    expect(await screen.findByRole('textbox', { name: 'Replace with' })).toBeTruthy()
  })
})
