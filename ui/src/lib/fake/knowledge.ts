/** What surrounds an article of the fake vault: related notes, how using it went, who names it without a link. */
import type {
  BacklinkView,
  LearnedFrom,
  LearnedWords,
  LinkUse,
  PropertyLink,
  Success,
  UnlinkedMention,
} from '../bindings'
import type { FakeVault } from './vault'

export function propertyLinks(vault: FakeVault, texts: readonly string[]): PropertyLink[] {
  return texts.map((text) => {
    const title = text.replace(/^\[\[|\]\]$/g, '')
    const found = [...vault.articles, ...vault.cases].find((note) => note.title === title)
    const kind = found ? ('journal' in found ? ('case' as const) : ('article' as const)) : null
    return { text, title, path: found?.path ?? null, kind }
  })
}

export function success(uses: readonly BacklinkView[]): Success | null {
  const paths = (...hows: string[]) =>
    new Set(uses.filter(({ how }) => hows.includes(how)).map((use) => use.case.path)).size
  const tried = paths('resolved-by', 'tried')
  const last = uses.find(({ how }) => how === 'resolved-by')?.at ?? null
  return tried === 0 ? null : { solved: paths('resolved-by'), tried, last }
}

/** The words of a text around a name that stands in it without brackets. */
function plain(text: string, name: string): { text: string; mark: [number, number] } | null {
  const at = text.search(new RegExp(`(?<!\\[\\[)${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'i'))
  return at < 0 ? null : { text, mark: [at, at + name.length] }
}

export function unlinkedMentions(vault: FakeVault, path: string): UnlinkedMention[] {
  const article = vault.article(path)
  const found: UnlinkedMention[] = []
  for (const note of [...vault.articles, ...vault.cases]) {
    if (note.path === path) continue
    const isCase = 'journal' in note
    if (isCase && note.links.some((link) => link.article === article.id)) continue
    const texts = isCase ? [note.issue, ...note.journal.map((one) => one.text)] : [note.issue, note.resolution]
    const place = texts.map((text) => plain(text, article.title)).find((one) => one !== null)
    if (place)
      found.push({ path: note.path, kind: isCase ? 'case' : 'article', title: note.title, editable: true, ...place })
  }
  return found
}

/** Longer words its solved cases say and it does not. */
export function learnedWords(vault: FakeVault, path: string): LearnedWords {
  const article = vault.article(path)
  const own =
    `${article.title} ${article.issue} ${article.environment} ${article.cause} ${article.resolution}`.toLowerCase()
  const solves = ({ article: id, how }: { article: string; how: LinkUse }) =>
    id === article.id && (how === 'resolved-by' || how === 'created')
  const cases = vault.cases.filter((one) => one.links.some(solves))
  const found = new Map<string, LearnedFrom[]>()
  for (const { path, ref, title, issue } of cases) {
    for (const word of new Set(`${title} ${issue}`.match(/\p{L}{6,}/gu) ?? [])) {
      if (own.includes(word.toLowerCase()) || article.not_learned.includes(word)) continue
      found.set(word, [...(found.get(word) ?? []), { path, ref, title }])
    }
  }
  const words = [...found].map(([word, from]) => ({ word, cases: from.length, from: from.slice(0, 3) }))
  words.sort((a, b) => b.cases - a.cases)
  return { words, dropped: [...article.not_learned], cases: cases.length }
}

/** Puts brackets around the first plain mention. */
export function linkMention(vault: FakeVault, path: string, article: string): void {
  const { title, id } = vault.article(article)
  const one = vault.cases.find((note) => note.path === path)
  if (one) {
    one.links.push({ article: id, how: 'referenced', at: null, query: null })
    return
  }
  const note = vault.article(path)
  for (const key of ['issue', 'resolution'] as const) {
    if (plain(note[key], title)) note[key] = note[key].replace(title, `[[${title}]]`)
  }
}
