import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { LONG_PASTE_CHARS, withoutVaultLinks } from '../lib/attach'
import { CasebookError } from '../lib/client'
import { fakeClient } from '../lib/fake'
import { NUMBERS, OpenCases } from '../lib/state/openCases.svelte'
import { PIECE_CHARS } from '../lib/text/pieces'
import { countLines } from '../lib/text/lines'
import { openCase } from '../test/window'
import { field, isThere, textIn } from '../test/writing'

const composer = () => field('Journal entry')
const written = () => textIn('Journal entry') ?? ''
const entries = () => screen.getAllByTestId('entry')
type Opened = Awaited<ReturnType<typeof openCase>>

function journal({ client }: Opened) {
  return client.vault.cases[0]!.journal
}
/** jsdom's files cannot be read whole. */
function fileOf(name: string, text: string): File {
  const file = new File([text], name)
  file.arrayBuffer = () => Promise.resolve(new TextEncoder().encode(text).buffer)
  return file
}

describe('own entries', () => {
  it('are edited where they stand, and undone', async () => {
    const opened = await openCase()
    const own = journal(opened).findLast((entry) => entry.author === 'mira' && entry.channel !== 'status')!
    const before = own.text
    await opened.user.keyboard('{Alt>}e{/Alt}')
    const area = await field('Entry text')
    expect(textIn('Entry text')).toBe(before)
    area.type(' And more.')
    await opened.user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(own.text).toBe(`${before} And more.`))
    await waitFor(() => expect(isThere('Entry text')).toBe(false))
    expect([...opened.client.drafts.keys()].some((key) => key.startsWith('entry:'))).toBe(false)
    await opened.user.click(screen.getByRole('button', { name: /^Undo/ }))
    await waitFor(() => expect(journal(opened).find((entry) => entry.id === own.id)!.text).toBe(before))
  })

  it('offer no edit for what somebody else wrote', async () => {
    const opened = await openCase()
    opened.client.vault.cases[0]!.journal = [
      {
        id: 'x1',
        at: journal(opened)[0]!.at,
        author: 'jon',
        visibility: 'internal',
        channel: 'note',
        text: 'Not mine',
      },
    ]
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    await screen.findByText('Not mine')
    expect(screen.getByRole('button', { name: /^Copy the entry of jon/ })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Edit the entry/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /^Remove the entry/ })).toBeNull()
  })

  it('show both texts when the entry changed on disk meanwhile', async () => {
    const opened = await openCase()
    await opened.user.keyboard('{Alt>}e{/Alt}')
    const area = await field('Entry text')
    area.type(' Mine.')
    const own = journal(opened).findLast((entry) => entry.author === 'mira' && entry.channel !== 'status')!
    own.text = 'Theirs, from another editor.'
    await opened.user.keyboard('{Control>}{Enter}{/Control}')
    expect(await screen.findByText('In the file now')).toBeTruthy()
    expect(textIn('Entry text')).toContain('Mine.')
    await opened.user.click(screen.getByRole('button', { name: /^Save my text/ }))
    await waitFor(() => expect(own.text).toContain('Mine.'))
  })
})

describe('what a case says', () => {
  it('of its cause is shown and edited like the rest, when it says so', async () => {
    const opened = await openCase()
    expect(screen.queryByRole('region', { name: 'Cause' })).toBeNull()
    opened.client.vault.cases[0]!.cause = 'The timer of the gateway.'
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    const cause = await screen.findByRole('region', { name: 'Cause' })
    await opened.user.click(within(cause).getByRole('button', { name: 'Edit the cause' }))
    ;(await field('Cause text')).type(' Off now.')
    await opened.user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(opened.client.vault.cases[0]!.cause).toBe('The timer of the gateway. Off now.'))
  })
})

describe('files', () => {
  it('pasted as a picture are sent as bytes and linked at the caret', async () => {
    const { client } = await openCase()
    const area = await composer()
    area.type('See')
    expect(area.paste({ files: [fileOf('trace.png', 'bytes')] })).toBe(true)
    await waitFor(() => expect(written()).toMatch(/^See !\[trace\.png\]\(\.\.\/\.\.\/attachments\/\w+\/trace\.png\)$/))
    expect(client.sent).toEqual([{ name: 'attach', bytes: 5 }])
    expect(screen.getByText('Attached trace.png')).toBeTruthy()
  })

  it('stay out of the way of a pasted table, which comes as text and as a picture', async () => {
    const { client } = await openCase()
    ;(await composer()).paste({ text: 'a\tb', files: [fileOf('image.png', 'x')] })
    expect(written()).toBe('a\tb')
    expect(client.sent).toEqual([])
  })

  it('dropped on the case go through the shell by name', async () => {
    const { client } = await openCase()
    document.elementFromPoint = () => screen.getByRole('list', { name: 'Journal' })
    client.drop({ stage: 'over', x: 5, y: 5, files: [] })
    expect(screen.getByTestId('case').dataset['drop']).toBe('over')
    client.drop({ stage: 'drop', x: 5, y: 5, files: ['/home/mira/big.log', '/home/mira/b.log'] })
    await waitFor(() => expect(written().split('\n')).toHaveLength(2))
    expect(client.calls.filter((call) => call.name === 'attach_dropped')).toHaveLength(2)
    expect(screen.getByTestId('case').dataset['drop']).toBe('')
  })

  it('say why they were not kept, and leave the text as it was', async () => {
    const { client } = await openCase()
    client.fail('attach', new CasebookError('io', 'No space is left on the disk', 'Free some space'))
    const area = await composer()
    area.type('See')
    area.paste({ files: [fileOf('a.png', 'x')] })
    expect(await screen.findByText(/No space is left/)).toBeTruthy()
    expect(written()).toBe('See')
  })

  it('offer to take a very long paste, which is not lost whatever is chosen', async () => {
    const { client, user } = await openCase()
    const long = 'x'.repeat(PIECE_CHARS + LONG_PASTE_CHARS)
    expect((await composer()).paste({ text: long })).toBe(true)
    await screen.findByText(/of text was pasted/)
    await user.click(screen.getByRole('button', { name: 'Attach as a file' }))
    await waitFor(() => expect(written()).toMatch(/^\[pasted-.*\.log\]\(/))
    expect(client.sent).toEqual([
      { name: 'attach_piece', bytes: PIECE_CHARS },
      { name: 'attach_piece', bytes: LONG_PASTE_CHARS },
    ])
    await waitFor(() => expect(screen.queryByText(/of text was pasted/)).toBeNull())
  })

  it('are named, not linked, in what the customer gets', () => {
    expect(withoutVaultLinks('See [a.log](../../attachments/X/a.log) and ![b.png](../../attachments/X/b.png).')).toBe(
      'See a.log (attached) and b.png (attached).',
    )
    expect(withoutVaultLinks('[page](https://example.org)')).toBe('[page](https://example.org)')
  })
})

describe('long journals', () => {
  it('fold a long entry and open it by keyboard; its text is there for search all along', async () => {
    const opened = await openCase()
    const log = Array.from({ length: 143 }, (_, index) => `line ${index}`).join('\n')
    journal(opened).push({ ...journal(opened)[0]!, id: 'long', text: `\`\`\`\n${log}\n\`\`\`` })
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    const show = await screen.findByRole('button', { name: 'Show all 145 lines' })
    expect(screen.getByText(/line 142/)).toBeTruthy()
    expect(show.getAttribute('aria-expanded')).toBe('false')
    show.focus()
    await opened.user.keyboard('{Enter}')
    expect(screen.getByRole('button', { name: 'Show less' }).getAttribute('aria-expanded')).toBe('true')
  })

  it('keep all but the end out of the document until it is asked for', async () => {
    const opened = await openCase()
    const pattern = journal(opened)[0]!
    opened.client.vault.cases[0]!.journal = Array.from({ length: 3000 }, (_, index) => ({
      ...pattern,
      id: `m${index}`,
      text: `entry ${index}`,
    }))
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    await screen.findByText('entry 2999')
    await opened.user.click(screen.getByRole('option', { name: /SAML login loops/ }))
    await screen.findByRole('heading', { level: 1, name: /SAML/ })
    await opened.user.click(screen.getByRole('option', { name: /VPN drops/ }))
    await screen.findByText('entry 2999')
    expect(entries().length).toBeLessThan(70)
    const count = entries().length
    await opened.user.click(screen.getByRole('button', { name: 'Show 60 earlier' }))
    await waitFor(() => expect(entries().length).toBe(count + 60))
  })

  it('counts lines as they will be seen', () => {
    expect(countLines('a\nb')).toBe(2)
    expect(countLines('x'.repeat(200))).toBe(3)
    expect(countLines(`~~~\n${'x'.repeat(900)}\n~~~`)).toBe(3)
  })
})

describe('framing', () => {
  it('makes an article of the case in one step, and opens it', async () => {
    const { client, user } = await openCase()
    await user.click(await screen.findByRole('button', { name: /^Frame a new article/ }))
    await screen.findByTestId('article')
    expect(client.calls.findLast((call) => call.name === 'change')?.args).toMatchObject({
      change: { do: 'frame-article', case: client.vault.cases[0]!.path },
    })
    await user.keyboard('{Alt>}1{/Alt}')
    expect(await screen.findByRole('button', { name: /^Open the framed article/ })).toBeTruthy()
  })
})

describe('open cases', () => {
  it('go to their keys, shown in the queue', async () => {
    const { user } = await openCase()
    await user.click(screen.getByRole('option', { name: /SAML login loops/ }))
    await screen.findByRole('heading', { level: 1, name: /SAML/ })
    expect(within(screen.getByRole('option', { name: /SAML login loops/ })).getByText('Ctrl 2')).toBeTruthy()
    await user.keyboard('{Control>}1{/Control}')
    await screen.findByRole('heading', { level: 1, name: /VPN drops/ })
    await user.keyboard('{Control>}w{/Control}')
    await screen.findByRole('heading', { level: 1, name: 'Start' })
    await user.keyboard('{Control>}2{/Control}')
    await screen.findByRole('heading', { level: 1, name: /SAML/ })
  })

  it('keep their numbers, and give up the one looked at longest ago', async () => {
    const client = fakeClient()
    const open = new OpenCases(client)
    await open.restore()
    for (const number of NUMBERS) open.opened(`cases/${number}.md`)
    open.opened('cases/1.md')
    open.opened('cases/new.md')
    expect(open.numberOf('cases/new.md')).toBe(2)
    open.closed('cases/5.md')
    expect(open.at(5)).toBeNull()
    expect(open.numberOf('cases/9.md')).toBe(9)
    open.opened('cases/2.md')
    expect(open.numberOf('cases/2.md')).toBe(5)
    const again = new OpenCases(client)
    await again.restore()
    expect(again.numberOf('cases/new.md')).toBe(2)
    expect(again.numberOf('cases/2.md')).toBe(5)
  })
})

describe('the customer', () => {
  it('shows their other cases and what these run on', async () => {
    const opened = await openCase()
    const [first, second] = opened.client.vault.cases
    // A customer nobody else is.
    Object.assign(first!, { customer: 'Quayside Hotels' })
    Object.assign(second!, { customer: 'Quayside Hotels', environment: '- EdgeVPN client 7.2' })
    opened.client.emit({ event: 'notes-changed', paths: [], origin: 'here' })
    await waitFor(() => {
      const others = screen.getByRole('list', { name: 'Other cases of this customer' })
      expect(within(others).getByRole('button').textContent).toContain(second!.title)
    })
    expect(screen.getByText('EdgeVPN client 7.2')).toBeTruthy()
  })
})

describe('the split view', () => {
  it('puts an article beside the case, and opens further ones there', async () => {
    const { user } = await openCase()
    await screen.findByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    await user.keyboard('{Control>}\\{/Control}')
    const beside = await screen.findByRole('region', { name: 'Article beside the case' })
    await within(beside).findByTestId('article')
    expect(screen.getByTestId('case')).toBeTruthy()
    const card = screen.getByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    await user.click(within(card).getByRole('button', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' }))
    await waitFor(() =>
      expect(within(beside).getByRole('heading', { level: 1 }).textContent).toContain('disconnects at DTLS rekey'),
    )
    await user.keyboard('{Control>}\\{/Control}')
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Article beside the case' })).toBeNull())
  })
})

describe('solving', () => {
  it('links what resolved it in the same go, and asks for nothing', async () => {
    const { client, user } = await openCase()
    await screen.findByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}')
    const by = await screen.findByRole('combobox', { name: /Resolved by/ })
    expect((by as HTMLSelectElement).value).toBe('')
    await user.selectOptions(by, 'EdgeVPN 7.4 disconnects at DTLS rekey')
    const menu = screen.getByRole('group', { name: 'Change status' })
    await user.click(within(menu).getByRole('button', { name: 'Solve' }))
    await screen.findByRole('button', { name: 'Status: Solved' })
    expect(client.vault.cases[0]!.links.at(-1)).toMatchObject({ how: 'resolved-by' })
    expect(client.vault.cases[0]!.status).toBe('solved')
  })
})

describe('input methods', () => {
  it('neither submit nor lose what is being composed', async () => {
    const { client } = await openCase()
    const area = await composer()
    area.type('に')
    const calls = client.calls.filter((call) => call.name === 'change').length
    area.element.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Enter',
        ctrlKey: true,
        isComposing: true,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    )
    area.element.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Escape',
        isComposing: true,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    )
    expect(written()).toBe('に')
    expect(area.view.hasFocus).toBe(true)
    expect(client.calls.filter((call) => call.name === 'change')).toHaveLength(calls)
  })
})
