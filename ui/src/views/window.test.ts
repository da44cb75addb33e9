import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { CasebookError } from '../lib/client'
import { openCase, openWindow } from '../test/window'
import { field, isThere, textIn } from '../test/writing'

const composer = () => field('Journal entry')
const written = () => textIn('Journal entry')
const entries = () => screen.getAllByTestId('entry')
const diskError = new CasebookError('io', 'The note could not be saved: no space left', 'Free some space and try again')

describe('writing in a case', () => {
  it('adds an internal note and clears the text once it is acknowledged', async () => {
    const { client, user } = await openCase()
    const before = entries().length
    ;(await composer()).type('Rekey is off now.')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(entries()).toHaveLength(before + 1))
    expect(written()).toBe('')
    expect(entries().at(-1)?.dataset['visibility']).toBe('internal')
    expect(client.copied).toEqual([])
    expect(client.drafts.size).toBe(0)
  })

  it('keeps the text, and the draft, when the core refuses', async () => {
    const { client, user } = await openCase()
    client.fail('change', diskError)
    ;(await composer()).type('Do not lose me')
    await user.click(screen.getByRole('button', { name: 'Add note' }))
    expect(await screen.findByText(/no space left/)).toBeTruthy()
    expect(screen.getByText(/Your text is still here/)).toBeTruthy()
    expect(written()).toBe('Do not lose me')
    await waitFor(() => expect([...client.drafts.values()].join()).toContain('Do not lose me'))

    client.fail('change', null)
    await user.click(screen.getByRole('button', { name: 'Add note' }))
    await waitFor(() => expect(written()).toBe(''))
    await waitFor(() => expect(client.drafts.size).toBe(0))
  })

  it('restores a draft, with whom it was for', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Alt>}c{/Alt}')
    ;(await composer()).type('Hello Ana')
    await waitFor(() => expect([...client.drafts.values()].join()).toContain('Hello Ana'))
    await user.click(screen.getByRole('option', { name: /SAML login loops/ }))
    await screen.findByRole('heading', { level: 1, name: /SAML/ })
    await waitFor(() => expect(written()).toBe(''))
    await user.click(screen.getByRole('option', { name: /VPN drops/ }))
    await waitFor(() => expect(written()).toBe('Hello Ana'))
    expect(screen.getByText('Draft restored')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Customer' }).checked).toBe(true)
  })

  it('copies and records what the customer will read, and says who will', async () => {
    const { client, user } = await openCase()
    await user.click(screen.getByRole('radio', { name: 'Customer' }))
    expect(screen.getByText('To Ana Ruiz: they will read this')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Add note' })).toBeNull()
    ;(await composer()).type('It holds.')
    await user.click(screen.getByRole('button', { name: 'Copy and record' }))
    await waitFor(() => expect(client.copied).toEqual(['It holds.']))
    await waitFor(() => expect(entries().at(-1)?.dataset['visibility']).toBe('customer'))
    expect(within(entries().at(-1)!).getByText('Customer sees this')).toBeTruthy()
  })

  it('records nothing when it could not be copied', async () => {
    const { client, user } = await openCase()
    const before = entries().length
    client.fail('copy_text', new CasebookError('internal', 'The clipboard is not available'))
    await user.click(screen.getByRole('radio', { name: 'Customer' }))
    ;(await composer()).type('It holds.')
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await screen.findByText(/clipboard is not available/)).toBeTruthy()
    expect(written()).toBe('It holds.')
    expect(entries()).toHaveLength(before)
  })

  it('shows both texts when a section changed on disk, and loses neither', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Control>}e{/Control}')
    const area = await field('Issue text')
    area.type(' And mine.')
    client.vault.cases[0]!.issue = 'Theirs, from another editor.'
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('In the file now')).toBeTruthy()
    expect(screen.getByText('Theirs, from another editor.')).toBeTruthy()
    expect(textIn('Issue text')).toContain('And mine.')
    const choice = await screen.findByRole('radiogroup', { name: 'Which text of Issue to keep' })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save this choice' }).disabled).toBe(true)
    await user.click(within(choice).getByRole('radio', { name: 'Both' }))
    await user.click(screen.getByRole('button', { name: 'Save this choice' }))
    await waitFor(() =>
      expect(client.vault.cases[0]!.issue).toMatch(/^Theirs, from another editor\.[\s\S]+And mine\.$/),
    )
    await waitFor(() => expect(isThere('Issue text')).toBe(false))
  })

  it('sets the status with a code and a reason, and undoes it', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    const menu = await screen.findByRole('group', { name: 'Change status' })
    expect(within(menu).getByRole<HTMLInputElement>('radio', { name: /Solved/ }).checked).toBe(true)
    await user.type(within(menu).getByLabelText(/Resolution code/), 'configuration')
    await user.click(within(menu).getByRole('button', { name: 'Solve' }))
    await screen.findByRole('button', { name: 'Status: Solved' })
    expect(client.vault.cases[0]).toMatchObject({ status: 'solved', resolution: 'configuration' })
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    await screen.findByRole('button', { name: 'Status: Open' })
  })

  it('solves with an article in one step that says so once and one undo takes back', async () => {
    const { client, user } = await openCase()
    const links = client.vault.cases[0]!.links.length
    await screen.findByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    const menu = await screen.findByRole('group', { name: 'Change status' })
    await user.selectOptions(
      within(menu).getByRole('combobox', { name: /Resolved by/ }),
      'EdgeVPN 7.4 disconnects at DTLS rekey',
    )
    await user.click(within(menu).getByRole('button', { name: 'Solve' }))
    await screen.findByText('Status: Solved, resolved by “EdgeVPN 7.4 disconnects at DTLS rekey”')
    expect(client.calls.filter(({ name }) => name === 'change')).toHaveLength(1)
    expect(client.vault.cases[0]!.links.at(-1)).toMatchObject({ how: 'resolved-by' })
    await user.keyboard('{Control>}z{/Control}')
    await screen.findByRole('button', { name: 'Status: Open' })
    expect(client.vault.cases[0]!.links).toHaveLength(links)
  })

  it('sets the next step and reads the promise as it is typed', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Alt>}n{/Alt}')
    const next = await screen.findByLabelText('Next step')
    await user.clear(next)
    await user.type(next, 'Call Ana')
    const when = screen.getByLabelText('Promised by')
    await user.clear(when)
    await user.type(when, 'never')
    expect(screen.getByText('Write 16:00, mon 9:00 or in 2 h')).toBeTruthy()
    await user.clear(when)
    await user.type(when, '2030-01-02 10:30{Enter}')
    await waitFor(() => expect(client.vault.cases[0]!.next).toBe('Call Ana'))
    await waitFor(() => expect(client.vault.cases[0]!.promised).toMatch(/^2030-01-02T10:30:00/))
    // Both are one step.
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(client.vault.cases[0]!.next).not.toBe('Call Ana'))
    expect(client.vault.cases[0]!.promised).not.toMatch(/^2030/)
  })
})

describe('knowledge', () => {
  it('links the best suggestion as resolved by, seen from both sides', async () => {
    const { client, user } = await openCase()
    await screen.findByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    await user.keyboard('{Control>}l{/Control}')
    await waitFor(() =>
      expect(screen.getAllByTestId('link-entry').map((e) => e.dataset['how'])).toContain('resolved-by'),
    )
    const made = client.calls.findLast((call) => call.name === 'change')?.args
    expect(made).toMatchObject({ change: { do: 'link-article', how: 'resolved-by' } })
    await user.click(within(screen.getAllByTestId('link-entry').at(-1)!).getByRole('button'))
    await screen.findByRole('heading', { level: 1, name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    expect(screen.getByTestId('link-counts').textContent).toContain('18')
  })

  it('takes a link back', async () => {
    const { client, user } = await openCase()
    await user.click(await screen.findByRole('button', { name: /^Remove the link: Tried/ }))
    await waitFor(() => expect(client.vault.cases[0]!.links).toEqual([]))
  })
})

describe('find', () => {
  it('finds, previews the resolution and links with the words that were searched', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Control>}k{/Control}')
    const box = await screen.findByRole('textbox', { name: 'Find' })
    await user.type(box, 'handshake 0x2746')
    const results = screen.getByRole('listbox', { name: 'Results' })
    await within(results).findAllByRole('option', { name: /disconnects at/ })
    await waitFor(() => expect(screen.getByTestId('preview').textContent).toContain('edge-gw config set'))
    await user.keyboard('{Control>}{Shift>}c{/Shift}{/Control}')
    await waitFor(() => expect(client.copied[0]).toContain('Set `dtls.rekey=0`'))
    expect(client.copied[0]).not.toContain('From 7.4.0 the gateway')
    await user.keyboard('{Control>}l{/Control}')
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Find' })).toBeNull())
    expect(client.vault.cases[0]!.links.at(-1)).toMatchObject({ how: 'resolved-by', query: 'handshake 0x2746' })
  })

  it('opens with Enter and starts a case with the words kept by Shift+Enter', async () => {
    const { client, user } = await openCase()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('textbox', { name: 'Find' }), 'zebra quagga')
    await screen.findByText(/Nothing in this vault says that yet/)
    await user.keyboard('{Shift>}{Enter}{/Shift}')
    expect(await screen.findByRole('dialog', { name: 'New case' })).toBeTruthy()
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Issue' }).value).toBe('zebra quagga')
    await user.click(screen.getByRole('button', { name: /Create case/ }))
    await screen.findByRole('heading', { level: 1, name: 'zebra quagga' })
    expect(client.vault.cases[0]).toMatchObject({ title: 'zebra quagga', issue: 'zebra quagga', status: 'new' })
  })

  it('shows recent notes while empty', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}p{/Control}')
    const results = await screen.findByRole('listbox', { name: 'Results' })
    await within(results).findByRole('group', { name: 'Recent' })
  })
})

describe('the queue', () => {
  it('moves with arrows and J and K, and opens with Enter', async () => {
    const { user } = await openCase()
    const list = screen.getByRole('listbox', { name: 'Cases' })
    list.focus()
    await user.keyboard('jj{ArrowUp}k')
    expect(within(list).getByRole('option', { selected: true }).textContent).toContain('VPN drops')
    await user.keyboard('{ArrowDown}{Enter}')
    await screen.findByRole('heading', { level: 1, name: /SAML login loops/ })
  })

  it('keeps ten thousand rows out of the document', async () => {
    await openWindow({ many: 10_000, status: { active_case: null } })
    const list = await screen.findByRole('listbox', { name: 'Cases' })
    const options = within(list).getAllByRole('option')
    expect(options.length).toBeLessThan(60)
    expect(Number(options[0]!.getAttribute('aria-setsize'))).toBe(10_009)
  })
})

describe('the window', () => {
  it('shows a change from outside at once', async () => {
    const { client } = await openCase()
    client.vault.cases[0]!.title = 'Renamed in another editor'
    client.emit({ event: 'notes-changed', paths: [client.vault.cases[0]!.path], origin: 'outside' })
    await screen.findByRole('heading', { level: 1, name: 'Renamed in another editor' })
  })

  it('says how far the index is, and when the vault is away', async () => {
    const { client } = await openCase()
    client.emit({ event: 'indexing', progress: { done: 41, total: 100 } })
    await screen.findByText('41 % indexed')
    client.emit({ event: 'embedding', progress: { done: 412, total: 1_204 } })
    await screen.findByText('Meaning: 412 of 1,204 notes')
    client.emit({ event: 'embedding', progress: null })
    await waitFor(() => expect(screen.queryByText(/^Meaning/)).toBeNull())
    client.emit({ event: 'availability', unavailable: 'The folder is not mounted' })
    await screen.findByText(/The folder is not mounted/)
    client.emit({ event: 'availability', unavailable: null })
    await waitFor(() => expect(screen.queryByText(/not mounted/)).toBeNull())
  })

  it('asks before it takes over that many notes are missing', async () => {
    const { client, user } = await openCase()
    client.emit({ event: 'missing', missing: { known: 340, missing: 312 } })
    await screen.findByText(/^312 of 340 notes are not in the folder any more/)
    await user.click(screen.getByRole('button', { name: 'Look again' }))
    expect(screen.getByText('Many notes are missing')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Take it over' }))
    await waitFor(() => expect(screen.queryByText('Many notes are missing')).toBeNull())
    expect(client.calls.map((call) => call.name)).toContain('accept_missing')
  })

  it('says that changes of other programs show late', async () => {
    const { client } = await openCase()
    client.emit({ event: 'late', late: 'The vault is on a network drive (NFS)' })
    expect((await screen.findByText('outside changes show late')).title).toContain('NFS')
  })

  it('shows why a note is read-only and offers no way to write in it', async () => {
    const { user } = await openCase()
    await user.click(screen.getByRole('option', { name: /does not parse/ }))
    await screen.findByText('Read-only: this file cannot be edited safely')
    expect(screen.getByText('Line 3')).toBeTruthy()
    expect(isThere('Journal entry')).toBe(false)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Status: New' }).disabled).toBe(true)
  })

  it('lists every command of the registry under ?', async () => {
    const { user } = await openCase()
    await user.keyboard('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keys' })
    expect(within(sheet).getByText('Link as resolved by')).toBeTruthy()
    expect(within(sheet).getAllByRole('term').length).toBeGreaterThan(30)
  })

  it('follows a link to a note and hands a link out to the shell', async () => {
    const { client, user } = await openCase()
    client.vault.cases[0]!.issue = 'See [[Move a licence to a new host]] and [the page](https://example.org/a).'
    client.emit({ event: 'notes-changed', paths: [], origin: 'outside' })
    await user.click(await screen.findByText('the page'))
    expect(client.calls.at(-1)).toEqual({ name: 'open_external', args: { url: 'https://example.org/a' } })
    await user.click(screen.getByText('Move a licence to a new host', { selector: 'a' }))
    await screen.findByRole('heading', { level: 1, name: 'Move a licence to a new host' })
  })
})
