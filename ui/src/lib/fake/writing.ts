/** What the fake vault offers an editor: names, words, templates, a preview. */
import type { ArticleChecks, FileText, NoteName, Template, Words } from '../bindings'
import { toHtml } from './markdown'
import type { FakeVault } from './vault'

export const templates: readonly Template[] = [
  {
    path: 'templates/reply-known-fix.md',
    title: 'Reply with a known fix',
    text: 'Hello {{ contact }},\n\nthank you for the details.\n\n{{ owner }}',
  },
  {
    path: 'templates/reply-need-logs.md',
    title: 'Ask for logs',
    text: 'Hello {{ contact }},\n\nplease send the logs.',
  },
]

export function completeNotes(vault: FakeVault, text: string, limit: number): NoteName[] {
  const wanted = text.toLowerCase()
  const all: NoteName[] = [
    ...vault.articles.map(({ path, title }) => ({ path, title, kind: 'article' as const, link: title })),
    ...vault.cases.map(({ path, title }) => ({ path, title, kind: 'case' as const, link: title })),
  ]
  return all.filter(({ title }) => title.toLowerCase().includes(wanted)).slice(0, limit)
}

export function words(vault: FakeVault): Words {
  const counted = (list: string[]) =>
    [...new Set(list)]
      .map((word) => ({ word, count: list.filter((other) => other === word).length }))
      .sort((a, b) => b.count - a.count)
  return {
    tags: counted(vault.articles.flatMap((one) => one.tags)),
    products: counted(vault.articles.flatMap((one) => one.products)),
    owners: [{ word: 'mira', count: vault.articles.length }],
  }
}

export function fileText(vault: FakeVault, path: string): FileText {
  const view = vault.view(path)
  const edited = vault.files.get(path)
  if (edited !== undefined) return { version: `f00d${edited.length}`, text: edited }
  const body = view.sections.map(({ kind, text }) => `## ${kind}\n${text}\n`).join('\n')
  return { version: view.version, text: `---\ntitle: ${view.title}\n---\n${body}` }
}

export function preview(vault: FakeVault, text: string): string {
  return toHtml(text, (title) => vault.articles.find((one) => one.title === title)?.path ?? null)
}

/** The cells of a table, as the core would write them. */
export function fromHtml(html: string): string {
  const rows = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent.trim()),
  )
  const [head, ...rest] = rows
  if (!head) return ''
  return [head, head.map(() => '---'), ...rest].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

export function checks(vault: FakeVault, path: string): ArticleChecks {
  const view = vault.view(path)
  const says = (kind: string) => view.sections.some((section) => section.kind === kind && section.text.trim() !== '')
  const names = view.sections.flatMap((section, at) =>
    section.text.split('\n').flatMap((text, line) =>
      vault.cases
        .map((one) => one.customer ?? '')
        .filter((name, index, all) => name !== '' && all.indexOf(name) === index && text.includes(name))
        .map((name) => ({ section: at, kind: section.kind, line: line + 1, text: name })),
    ),
  )
  return {
    checks: [
      { code: 'has-issue', ok: says('issue'), places: [] },
      { code: 'has-environment', ok: says('environment'), places: [] },
      { code: 'has-resolution', ok: says('resolution'), places: [] },
      { code: 'names-nobody', ok: names.length === 0, places: names },
    ],
    similar: [],
  }
}
