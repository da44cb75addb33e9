/** What was typed and is not saved, over the whole vault: so that it is found again wherever it was typed. */
import type { DraftRow } from '../bindings'
import type { CasebookError } from '../client'
import { sectionWord } from '../text/words'
import { FIELD, type Home } from './draft'
import { Latest } from './latest'

/** Where a draft is gone on with. */
export type DraftPlace = 'note' | 'edit' | 'file' | 'new-case' | 'new-article'

export interface DraftLine {
  readonly row: DraftRow
  /** The note's title; of a new one the first line typed for it. */
  readonly name: string
  /** What of the note it is. */
  readonly what: string
  readonly text: string
  readonly place: DraftPlace
  /** Where the note was that is gone by now. */
  readonly lost: string | null
}

/** By the first part of a draft's key: what it is, and where it is gone on with. The second part may say more. */
const KNOWN: Readonly<Record<string, { what: (part: string) => string; place: DraftPlace; parts: number }>> = {
  composer: { what: () => 'Journal entry', place: 'note', parts: 1 },
  entry: { what: () => 'Change of a journal entry', place: 'note', parts: 2 },
  section: { what: (kind) => sectionOf(kind), place: 'note', parts: 2 },
  next: { what: () => 'Next step', place: 'note', parts: 1 },
  status: { what: () => 'Reason for a status', place: 'note', parts: 1 },
  flag: { what: () => 'Flag', place: 'note', parts: 1 },
  article: { what: (key) => sectionOf(key.replace(/-\d+$/, '')), place: 'edit', parts: 2 },
  title: { what: () => 'Title', place: 'edit', parts: 1 },
  property: { what: (key) => `Property ${key}`, place: 'edit', parts: 2 },
  file: { what: () => 'Whole file', place: 'file', parts: 1 },
  'new-case': { what: () => 'New case', place: 'new-case', parts: 1 },
  'new-article': { what: () => 'New article', place: 'new-article', parts: 1 },
}
/** The parts of a draft that people typed; the others say where it goes. */
const TYPED = ['title', 'text', 'next', 'when', 'reason', 'resolution', 'ref', 'customer', 'issue']

function sectionOf(kind: string): string {
  return (sectionWord as Readonly<Record<string, string>>)[kind] ?? 'Text'
}

function typed(json: string): string {
  try {
    const kept = JSON.parse(json) as Record<string, unknown> | null
    const texts = TYPED.map((part) => kept?.[part]).filter((text) => typeof text === 'string' && text.trim() !== '')
    return texts.join('\n')
  } catch {
    return json
  }
}

export function lineOf(row: DraftRow): DraftLine {
  const [first = '', second = ''] = row.key.split(':', 2)
  const known = KNOWN[first]
  const what = known?.what(second) ?? 'Text'
  const isNew = first === 'new-case' || first === 'new-article'
  const lost =
    row.note || isNew
      ? null
      : row.key
          .split(':')
          .slice(known?.parts ?? 1)
          .join(':')
  const words = row.text === '' ? '(a long text)' : typed(row.text)
  const place = known?.place ?? 'note'
  const [line = '', ...rest] = words.split('\n')
  if (isNew) return { row, name: line, what, text: rest.join('\n'), place, lost }
  return { row, name: row.note?.title ?? lost ?? what, what, text: words, place, lost }
}

export class DraftList {
  lines = $state.raw<readonly DraftLine[] | null>(null)
  /** Whether fields that are of no note hold something too. They come back where they are, and are not listed. */
  inFields = $state(false)
  error = $state.raw<CasebookError | null>(null)
  readonly #latest = new Latest()

  constructor(private readonly home: Home) {}

  async load(): Promise<void> {
    await this.#latest.ask(
      this.home.client.call('list_drafts', {}),
      (rows) => {
        const listed = rows.filter((row) => !row.key.startsWith(FIELD))
        this.lines = listed.map(lineOf)
        this.inFields = listed.length < rows.length
        this.error = null
      },
      (error) => (this.error = error),
    )
  }

  /** What waits in the editor of an article, its sections or its whole file. */
  inEditor(path: string): readonly DraftLine[] {
    return (this.lines ?? []).filter(
      ({ row, place }) => row.note?.path === path && (place === 'edit' || place === 'file'),
    )
  }

  /** Gives a draft up; answers what brings it back. */
  async discard({ row }: DraftLine): Promise<() => Promise<void>> {
    const text = await this.#whole(row)
    await this.#keep(row, '')
    return () => this.#keep(row, text)
  }

  /** All that was typed, however long. */
  async words({ row }: DraftLine): Promise<string> {
    return typed(await this.#whole(row))
  }

  /** The list leaves long ones out. */
  async #whole({ key }: DraftRow): Promise<string> {
    return (await this.home.client.call('read_draft', { key })) ?? ''
  }

  async #keep({ key }: DraftRow, text: string): Promise<void> {
    const root = this.home.vault?.root
    await this.home.client.call('save_draft', { key, text, by: 'drafts', ...(root !== undefined && { vault: root }) })
    await this.load()
  }
}
