/**
 * What the editor offers while somebody writes, all of it from the vault: `[[` notes, `#` tags, `/` things to insert,
 * `??` articles found by words, `::` reply texts. Inside code nothing is offered.
 */
import { insertCompletionText, pickedCompletion, snippet } from '@codemirror/autocomplete'
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'

import type { Client } from '../lib/client'
import { kindWord } from '../lib/text/words'
import { insertions } from './insert'

/** What a source needs from the window. */
export interface Offers {
  client: Client
  /** Values of `{{ name }}` in reply texts; a name without a value becomes a place to fill in. */
  variables: () => Record<string, string>
  /** Hears which tag of the vault was put into the text. */
  onTag?: (tag: string) => void
}

const MOST = 12
const CODE = /^(FencedCode|CodeBlock|CodeText|InlineCode|CodeInfo)$/

export function isInCode(state: EditorState, position: number): boolean {
  let node = syntaxTree(state).resolveInner(position, -1)
  for (;;) {
    if (CODE.test(node.name)) return true
    if (!node.parent) return false
    node = node.parent
  }
}

/** The mark of a source and the words after it, just before the caret. */
export interface Typed {
  /** Where the mark starts. */
  from: number
  words: string
}

const marks = {
  note: /\[\[([^[\]\n]*)$/,
  tag: /(?:^|[\s([])#([\p{L}\p{N}][\p{L}\p{N}/_-]*)$/u,
  insert: /^(?:\s*(?:[-*+]|\d+[.)]|>)?\s*)\/(\w*)$/,
  article: /\?\?([^\n?]*)$/,
  reply: /(?:^|\s)::([\p{L}\p{N} _-]*)$/u,
} as const

/** Reads what was typed on the line before the caret. */
export function typed(kind: keyof typeof marks, before: string, at: number): Typed | null {
  const found = marks[kind].exec(before)
  if (!found) return null
  const words = found[1] ?? ''
  const mark = { note: 2, tag: 1, insert: 1, article: 2, reply: 2 }[kind]
  return { from: at - words.length - mark, words }
}

function here(kind: keyof typeof marks, context: CompletionContext): Typed | null {
  const line = context.state.doc.lineAt(context.pos)
  // A line of a megabyte is not searched for a mark.
  const from = Math.max(line.from, context.pos - 300)
  const found = typed(kind, context.state.sliceDoc(from, context.pos), context.pos)
  return found && !isInCode(context.state, context.pos) ? found : null
}

const whole = (from: number, options: Completion[]): CompletionResult => ({ from, options, filter: false })

/** Puts `text` where the mark and its words are, and takes along a `]]` that was closed by itself. */
function put(text: string, then?: () => void) {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const after = view.state.sliceDoc(to, to + 2)
    const closed = text.endsWith(']]') ? (/^\]{0,2}/.exec(after)?.[0].length ?? 0) : 0
    view.dispatch({
      ...insertCompletionText(view.state, text, from, to + closed),
      annotations: pickedCompletion.of(completion),
    })
    then?.()
  }
}

const noteSource =
  ({ client }: Offers): CompletionSource =>
  async (context) => {
    const found = here('note', context)
    if (!found) return null
    const notes = await client.call('complete_notes', { text: found.words, limit: MOST }).catch(() => [])
    if (context.aborted) return null
    return whole(
      found.from,
      notes.map((note) => ({ label: note.title, detail: kindWord[note.kind], apply: put(`[[${note.link}]]`) })),
    )
  }

const tagSource =
  ({ client, onTag }: Offers): CompletionSource =>
  async (context) => {
    const found = here('tag', context)
    if (!found) return null
    const { tags } = await client.call('list_words', {}).catch(() => ({ tags: [] }))
    if (context.aborted) return null
    const wanted = found.words.toLowerCase()
    return whole(
      found.from,
      tags
        .filter(({ word }) => word.toLowerCase().includes(wanted))
        .sort((a, b) => Number(b.word.startsWith(wanted)) - Number(a.word.startsWith(wanted)) || b.count - a.count)
        .slice(0, MOST)
        .map(({ word, count }) => ({
          label: `#${word}`,
          detail: String(count),
          apply: put(`#${word}`, () => onTag?.(word)),
        })),
    )
  }

const insertSource: CompletionSource = (context) => {
  const found = here('insert', context)
  if (!found) return null
  const wanted = found.words.toLowerCase()
  const options = insertions
    .filter(({ name }) =>
      name
        .toLowerCase()
        .split(' ')
        .some((word) => word.startsWith(wanted)),
    )
    .map((it) => ({ label: it.name, detail: it.about, apply: snippet(it.snippet) }))
  return options.length > 0 ? whole(found.from, options) : null
}

const articleSource =
  ({ client }: Offers): CompletionSource =>
  async (context) => {
    const found = here('article', context)
    if (!found || found.words.trim() === '') return null
    const request = { text: found.words, kind: 'article' as const, filters: [], limit: MOST, number: 0 }
    const hits = await client.call('search', request).then(
      (answer) => answer.hits,
      () => [],
    )
    if (context.aborted) return null
    return whole(
      found.from,
      hits.slice(0, MOST).map((hit) => ({
        label: hit.title,
        detail: hit.resolved_cases ? `solved ${hit.resolved_cases}` : 'article',
        apply: put(`[[${linkTo(hit.path, hit.title)}]]`),
      })),
    )
  }

const replySource =
  ({ client, variables }: Offers): CompletionSource =>
  async (context) => {
    const found = here('reply', context)
    if (!found) return null
    const templates = await client.call('list_templates', {}).catch(() => [])
    if (context.aborted) return null
    const wanted = found.words.trim().toLowerCase()
    return whole(
      found.from,
      templates
        .filter(({ title }) => title.toLowerCase().includes(wanted))
        .slice(0, MOST)
        .map(({ title, text }) => ({ label: title, detail: 'reply', apply: snippet(fillable(text, variables())) })),
    )
  }

/** A wikilink's target for a title: the title itself, else the path where the title has signs of its own. */
export function linkTo(path: string, title: string): string {
  return /[[\]|#^]/.test(title) ? path.replace(/\.md$/, '') : title
}

/** A reply text as a snippet: known names are filled in, the others become places Tab goes to. */
export function fillable(text: string, variables: Record<string, string>): string {
  const plain = (part: string) => part.replace(/([#$])\{/g, '$1\\{')
  return text
    .split(/(\{\{\s*[\w.]+\s*\}\})/)
    .map((part) => {
      const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1]
      if (!name) return plain(part)
      const value = variables[name]
      return value ? plain(value) : `#{${name}}`
    })
    .join('')
}

export function sources(offers: Offers): CompletionSource[] {
  return [noteSource(offers), tagSource(offers), insertSource, articleSource(offers), replySource(offers)]
}
