import { CompletionContext } from '@codemirror/autocomplete'
import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { EditorState } from '@codemirror/state'
import { beforeEach, describe, expect, it } from 'vitest'

import { fakeClient, type FakeClient } from '../lib/fake'
import { fillable, linkTo, sources, typed } from './complete'

let client: FakeClient
beforeEach(() => (client = fakeClient()))

/** What is offered with the caret at the end of the text. */
async function offered(text: string): Promise<string[]> {
  const state = EditorState.create({ doc: text, extensions: markdown({ base: markdownLanguage }) })
  const found = []
  for (const source of sources({ client, variables: () => ({ contact: 'Ana Ruiz' }) })) {
    const result = await source(new CompletionContext(state, text.length, false))
    if (result) found.push(...result.options.map((option) => option.label))
  }
  return found
}

describe('what was typed', () => {
  it('is read from the mark to the caret', () => {
    expect(typed('note', 'see [[EdgeVPN 7', 15)).toEqual({ from: 4, words: 'EdgeVPN 7' })
    expect(typed('article', 'try ??dtls rekey', 16)).toEqual({ from: 4, words: 'dtls rekey' })
    expect(typed('reply', '::known', 7)).toEqual({ from: 0, words: 'known' })
    expect(typed('insert', '- /tab', 6)).toEqual({ from: 2, words: 'tab' })
    expect(typed('tag', 'about #dt', 9)).toEqual({ from: 6, words: 'dt' })
  })

  it('is no mark inside words, paths, headings and closed links', () => {
    expect(typed('insert', 'in /etc', 7)).toBeNull()
    expect(typed('tag', 'C#net', 5)).toBeNull()
    expect(typed('tag', '# ', 2)).toBeNull()
    expect(typed('note', '[[done]] and', 12)).toBeNull()
    expect(typed('reply', 'std::vec', 8)).toBeNull()
  })
})

describe('the offers', () => {
  it('come from the vault', async () => {
    expect(await offered('see [[edgevpn')).toContain('EdgeVPN 7.4 disconnects at DTLS rekey')
    expect((await offered('about #d')).every((label) => label.startsWith('#'))).toBe(true)
    expect(await offered('??rekey')).toContain('EdgeVPN 7.4 disconnects at DTLS rekey')
    expect(await offered('::known')).toEqual(['Reply with a known fix'])
    expect(await offered('/tab')).toEqual(['Table'])
  })

  it('are none inside code', async () => {
    expect(await offered('```sh\n[[edgevpn')).toEqual([])
    expect(await offered('```sh\n/tab')).toEqual([])
  })
})

describe('what is put in', () => {
  it('links by title, or by path where the title has signs of its own', () => {
    expect(linkTo('articles/a.md', 'Plain title')).toBe('Plain title')
    expect(linkTo('articles/a.md', 'Title [draft] | x')).toBe('articles/a')
  })

  it('fills in what is known and leaves places for the rest', () => {
    const text = 'Hello {{ contact }}, ${not} a field: {{promised}}'
    expect(fillable(text, { contact: 'Ana #{x}' })).toBe('Hello Ana #\\{x}, $\\{not} a field: #{promised}')
  })
})
