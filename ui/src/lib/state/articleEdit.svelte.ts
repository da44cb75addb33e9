/** One article under edit: a field for each section, each saved by itself; all saves of the sitting are one undo. */
import { SvelteMap } from 'svelte/reactivity'

import type { Change, NoteView, SectionKind, SectionView, VaultPath } from '../bindings'
import type { Editor } from '../../editor/create'
import { asCasebookError } from '../client'
import type { App } from './app.svelte'
import { Draft } from './draft'
import { SavedText, type Kept } from './savedText.svelte'
import { sectionWord } from '../text/words'

/** In the order they are read under pressure; the reader shows them so, and the editor must not jump. */
export const ORDER: readonly SectionKind[] = ['issue', 'resolution', 'cause', 'environment', 'body']

const HINTS: Record<SectionKind, string> = {
  issue: 'What goes wrong, in the requestor\'s own words. Exact errors as: Error: "…"',
  resolution: 'The steps that end it, one action each; what to expect at the end.',
  cause: 'Why it happens, if it is known.',
  environment: 'Product, version, platform: what is true before and after the fix.',
  body: 'Text',
}

export interface Field {
  /** `issue`, or `body-0` for the first section of another name. */
  key: string
  kind: SectionKind
  /** The heading. */
  name: string
  hint: string
  saved: SavedText
  draft: Draft<Kept>
}

/** The sections of a note with the keys they have as fields, in the order they are shown. */
export function keyed(view: NoteView): { key: string; section: SectionView }[] {
  let bodies = 0
  const seen = new Set<string>()
  const list = view.sections.map((section) => {
    const key = section.kind === 'body' ? `body-${bodies++}` : section.kind
    const unique = seen.has(key) ? `${key}-${seen.size}` : key
    seen.add(unique)
    return { key: unique, section }
  })
  return list.sort((a, b) => ORDER.indexOf(a.section.kind) - ORDER.indexOf(b.section.kind))
}

export class ArticleEdit {
  readonly path: VaultPath
  fields = $state.raw<readonly Field[]>([])
  readonly editors = new SvelteMap<string, Editor>()
  #undo: number | null = null
  #line: Promise<void> = Promise.resolve()
  /** The note's tags, with those that were added since it was read. */
  #tags: readonly string[] = []
  readonly #app: App
  readonly #isArticle: boolean

  constructor(app: App, view: NoteView) {
    this.#app = app
    this.path = view.path
    this.#isArticle = view.kind === 'article'
    this.take(view)
  }

  /** Takes over a new reading of the file. */
  take(view: NoteView): void {
    this.#tags = view.tags
    const found = keyed(view)
    const fixed = this.#isArticle ? (['issue', 'resolution', 'cause', 'environment'] as const) : []
    const texts = new Map(found.map(({ key, section }) => [key, { section, text: section.text }]))
    const keys = [
      ...fixed.map((kind) => ({ key: kind as string, kind: kind as SectionKind })),
      ...found
        .map(({ key, section }) => ({ key, kind: section.kind }))
        .filter(({ key }) => !fixed.some((it) => it === key)),
    ]
    const fields = keys.map(({ key, kind }) => {
      const heading = texts.get(key)?.section.heading
      const text = texts.get(key)?.text ?? ''
      const known = this.fields.find((field) => field.key === key)
      if (known) {
        known.saved.onDisk(text)
        return known
      }
      return this.#field(key, kind, kind === 'body' ? (heading ?? '') : sectionWord[kind], text)
    })
    // A section that is gone from the file stays while it holds what is not saved.
    const left = this.fields.filter((field) => !fields.includes(field) && field.saved.isDirty)
    for (const field of left) field.saved.onDisk('')
    this.fields = [...fields, ...left]
  }

  /** Saves what waits in any field. */
  async flush(): Promise<void> {
    await Promise.all(this.fields.map((field) => field.saved.flush()))
    await Promise.all(this.fields.map((field) => field.draft.flush()))
  }

  get state(): 'saved' | 'saving' | 'failed' | 'parted' {
    if (this.fields.some(({ saved }) => saved.theirs !== null)) return 'parted'
    if (this.fields.some(({ saved }) => saved.error !== null)) return 'failed'
    return this.fields.some(({ saved }) => saved.isDirty) ? 'saving' : 'saved'
  }

  /** The text as it is now, with the headings of its sections. */
  get markdown(): string {
    return this.fields
      .filter(({ saved }) => saved.text.trim() !== '')
      .map(({ name, saved }) => (name === '' ? saved.text : `## ${name}\n\n${saved.text}`))
      .join('\n\n')
  }

  /** A tag named in the text is one of the note's tags. Part of the sitting: taken back with its text. */
  async addTag(tag: string): Promise<void> {
    if (this.#tags.some((known) => known.toLowerCase() === tag.toLowerCase())) return
    this.#tags = [...this.#tags, tag]
    const change = { do: 'set-list', path: this.path, key: 'tags', values: [...this.#tags] } satisfies Change
    try {
      await this.#save(change, `Tagged ${tag}`)
      this.#app.toasts.say(`Tagged ${tag}`)
    } catch (error) {
      this.#tags = this.#tags.filter((known) => known !== tag)
      this.#app.toasts.fail(asCasebookError(error))
    }
  }

  goTo(key: string, line: number): void {
    this.editors.get(key)?.goTo(line)
  }

  #field(key: string, kind: SectionKind, name: string, text: string): Field {
    const draft = new Draft<Kept>(this.#app, `article:${key}:${this.path}`)
    const saved = new SavedText(text, {
      save: (from, to) => {
        const change = { do: 'replace-section', path: this.path, section: kind, from, to } as const
        return this.#save(change, `${name || 'Text'} edited`)
      },
      reload: () => void this.#app.articleNote.reload(),
      keep: (kept) => {
        draft.set(kept)
        if (kept) void draft.flush()
      },
      merge: (base, mine, theirs) => this.#app.client.call('merge_texts', { path: this.path, base, mine, theirs }),
      merged: () => this.#app.toasts.say(`${name || 'Text'}: brought together with what was changed elsewhere`),
    })
    void draft.read().then((kept) => {
      if (kept && typeof kept.text === 'string' && typeof kept.from === 'string' && !saved.isDirty) {
        saved.resume(kept)
        if (saved.isDirty) this.#app.toasts.say(`${name || 'Text'}: restored what was not saved yet`)
      }
    })
    return { key, kind, name, hint: HINTS[kind], saved, draft }
  }

  /** One after the other, so that each joins the step of the one before. */
  #save(change: Change, said: string): Promise<void> {
    const saving = this.#line.then(async () => {
      const changed = await this.#app.changes.save(change, said, this.#undo)
      this.#undo = changed.undo
    })
    this.#line = saving.catch(() => undefined)
    return saving
  }
}
