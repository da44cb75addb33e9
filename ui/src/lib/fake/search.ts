/** A naive search for the fake: every word must begin some word of the text; marks are what matched. */
import type { Hit, SectionKind } from '../bindings'
import type { FakeArticle } from './articles'
import type { FakeCase } from './cases'

export interface Doc {
  kind: 'article' | 'case'
  path: string
  id: string | null
  title: string
  parts: [SectionKind, string][]
  fields: Partial<Hit>
}

const WORD = /[\p{L}\p{N}_.=-]+/gu

function find(text: string, words: string[]): [number, number][] {
  const out: [number, number][] = []
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase().replace(/[.=-]+$/, '')
    const start = match.index
    if (words.some((wanted) => word.startsWith(wanted))) out.push([start, start + word.length])
  }
  return out
}

export function wordsOf(query: string): string[] {
  const all = query.toLowerCase().match(WORD) ?? []
  const plain = all.map((word) => word.replace(/[.=-]+$/, '')).filter((word) => word.length > 1 || all.length === 1)
  return [
    ...new Set(plain.filter((word) => !['the', 'and', 'to', 'a', 'in', 'on', 'is', 'after', 'every'].includes(word))),
  ]
}

export function searchDocs(docs: Doc[], query: string, mustAll: boolean): Hit[] {
  const words = wordsOf(query)
  if (words.length === 0) return []
  const out: Hit[] = []
  for (const doc of docs) {
    const titleMarks = find(doc.title, words)
    const ref = doc.fields.ref?.toLowerCase()
    const texts = doc.parts.map(
      ([kind, text]) => [kind, text.replace(/\s+/g, ' '), find(text.replace(/\s+/g, ' '), words)] as const,
    )
    const hay = [doc.title, ref ?? '', ...texts.map(([, text]) => text)].join(' ')
    const matched = words.filter((word) => find(hay, [word]).length > 0)
    if (matched.length === 0 || (mustAll && words.length < 6 && matched.length < words.length)) continue
    const best = texts.reduce<(typeof texts)[number] | null>(
      (a, b) => (b[2].length > (a?.[2].length ?? 0) ? b : a),
      null,
    )
    const uses = doc.fields.resolved_cases ?? 0
    const score = matched.length * 10 + titleMarks.length * 3 + (best?.[2].length ?? 0) + Math.log1p(uses) * 2
    out.push({
      kind: doc.kind,
      id: doc.id,
      path: doc.path,
      title: doc.title,
      title_marks: titleMarks,
      snippet: best ? cut(best[0], best[1], best[2]) : null,
      score,
      why: matched
        .map((text) => ({
          reason: /\d/.test(text) && /[a-z]/i.test(text) ? ('code' as const) : ('word' as const),
          text,
        }))
        .sort((a, b) => a.reason.localeCompare(b.reason)),
      confidence: null,
      status: null,
      resolved_cases: null,
      ref: null,
      customer: null,
      when: null,
      resolved_by: null,
      ...doc.fields,
    })
  }
  return out.sort((a, b) => b.score - a.score)
}

/** The query with letters put back in order where that makes a word some note has; the core forgives more. */
export function correctedQuery(query: string, isFound: (word: string) => boolean): string | undefined {
  const corrected = query.replace(/\p{L}{4,}/gu, (word) => {
    if (isFound(word)) return word
    const swaps = [...word].slice(2).map((_, at) => {
      const [one, other] = [word[at + 1]!, word[at + 2]!]
      return word.slice(0, at + 1) + other + one + word.slice(at + 3)
    })
    return swaps.find(isFound) ?? word
  })
  return corrected === query ? undefined : corrected
}

function cut(section: SectionKind, text: string, marks: [number, number][]): Hit['snippet'] {
  const first = marks[0]?.[0] ?? 0
  const start = first > 80 ? text.lastIndexOf(' ', first - 40) + 1 : 0
  const end = Math.min(text.length, start + 220)
  return {
    section,
    text: text.slice(start, end),
    marks: marks.filter(([from, to]) => from >= start && to <= end).map(([from, to]) => [from - start, to - start]),
    cut_before: start > 0,
    cut_after: end < text.length,
  }
}

export function caseDoc(one: FakeCase, resolvedBy: string | null): Doc {
  return {
    kind: 'case',
    path: one.path,
    id: one.id,
    title: one.title,
    parts: [
      ['issue', one.issue],
      ['environment', one.environment],
      ['body', one.journal.map((entry) => entry.text).join(' ')],
    ],
    fields: {
      status: one.status,
      ref: one.ref,
      customer: one.customer,
      when: one.solved ?? one.opened,
      resolved_by: resolvedBy,
    },
  }
}

export function articleDoc(one: FakeArticle, resolved: number, updated: string): Doc {
  return {
    kind: 'article',
    path: one.path,
    id: one.id,
    title: one.title,
    parts: [
      ['resolution', one.resolution],
      ['issue', one.issue],
      ['environment', one.environment],
      ['cause', one.cause],
    ],
    fields: { confidence: one.confidence, resolved_cases: resolved, applies_to: one.appliesTo, when: updated },
  }
}
