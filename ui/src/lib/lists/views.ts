/** What a list shows: filter, order, and whose. Plain values, so that they can be named and kept. */
import type {
  ArticleFilter,
  ArticleSort,
  Audience,
  CaseFilter,
  CaseSort,
  Confidence,
  Priority,
  PromiseFilter,
  QueueScope,
  Status,
} from '../bindings'
import { audienceWord, confidenceWord, many, priorityWord, statusWord } from '../text/words'

export interface CaseView {
  scope: QueueScope
  filter: CaseFilter
  sort: CaseSort
  reversed: boolean
}

export interface ArticleView {
  filter: ArticleFilter
  sort: ArticleSort
  reversed: boolean
}

export function caseView(more: Partial<CaseView> = {}): CaseView {
  const filter: CaseFilter = {
    text: '',
    status: [],
    priority: [],
    owner: [],
    customer: [],
    product: [],
    tag: [],
    promise: null,
    older_than_days: null,
  }
  return { scope: 'mine', sort: 'due', reversed: false, ...more, filter: { ...filter, ...more.filter } }
}

export function articleView(more: Partial<ArticleView> = {}): ArticleView {
  const filter: ArticleFilter = {
    text: '',
    confidence: [],
    audience: [],
    owner: [],
    product: [],
    tag: [],
    needs_review: false,
  }
  return { sort: 'solved', reversed: false, ...more, filter: { ...filter, ...more.filter } }
}

export const CASE_SORTS: readonly { id: CaseSort; label: string; more: string }[] = [
  { id: 'due', label: 'Due', more: 'promise, then priority, then age' },
  { id: 'priority', label: 'Priority', more: 'urgent first' },
  { id: 'opened', label: 'Opened', more: 'newest first' },
  { id: 'last-entry', label: 'Last entry', more: 'latest first' },
  { id: 'title', label: 'Title', more: 'A to Z' },
]

export const ARTICLE_SORTS: readonly { id: ArticleSort; label: string; more: string }[] = [
  { id: 'solved', label: 'Cases solved', more: 'most first' },
  { id: 'updated', label: 'Updated', more: 'latest first' },
  { id: 'title', label: 'Title', more: 'A to Z' },
]

/** A part of a filter as a removable word. */
export interface Chip {
  field: string
  value: string
  label: string
}

/** What a panel shows: fields with their chosen values, all as text. */
export type Picked = Record<string, string[]>

const promiseWord: Record<PromiseFilter, string> = { some: 'Promised', none: 'Nothing promised', late: 'Promise late' }
export const AGES: readonly number[] = [1, 7, 30]

export const PROMISES = (['late', 'some', 'none'] as const).map((id) => ({ id, label: promiseWord[id] }))
export const ageWord = (days: number) => (days === 7 ? 'Older than a week' : `Older than ${many(days, 'day')}`)

export function pickedOfCases(filter: CaseFilter): Picked {
  const { text: _text, promise, older_than_days: days, ...rest } = filter
  return { ...rest, promise: promise ? [promise] : [], age: days === null ? [] : [String(days)] }
}

export function casesPicked(text: string, picked: Picked): CaseFilter {
  const of = (field: string) => picked[field] ?? []
  const age = of('age')[0]
  return {
    text,
    status: of('status') as Status[],
    priority: of('priority') as Priority[],
    owner: of('owner'),
    customer: of('customer'),
    product: of('product'),
    tag: of('tag'),
    promise: (of('promise')[0] as PromiseFilter | undefined) ?? null,
    older_than_days: age === undefined ? null : Number(age),
  }
}

export function pickedOfArticles(filter: ArticleFilter): Picked {
  const { text: _text, needs_review: review, ...rest } = filter
  return { ...rest, review: review ? ['due'] : [] }
}

export function articlesPicked(text: string, picked: Picked): ArticleFilter {
  const of = (field: string) => picked[field] ?? []
  return {
    text,
    confidence: of('confidence') as Confidence[],
    audience: of('audience') as Audience[],
    owner: of('owner'),
    product: of('product'),
    tag: of('tag'),
    needs_review: of('review').length > 0,
  }
}

/** A value as it is said where its field is not named. */
function said(field: string, value: string): string {
  switch (field) {
    case 'status':
      return statusWord[value as Status] ?? value
    case 'priority':
      return priorityWord[value as Priority] ?? value
    case 'confidence':
      return confidenceWord[value as Confidence] ?? value
    case 'audience':
      return audienceWord[value as Audience] ?? value
    case 'promise':
      return promiseWord[value as PromiseFilter] ?? value
    case 'age':
      return ageWord(Number(value))
    case 'review':
      return 'Needs review'
    case 'owner':
      return `@${value}`
    case 'tag':
      return `#${value}`
    default:
      return value
  }
}

export function chips(picked: Picked): Chip[] {
  return Object.entries(picked).flatMap(([field, values]) =>
    values.map((value) => ({ field, value, label: said(field, value) })),
  )
}

/** Adds or takes a value; a field of one choice has the newest only. */
export function pick(picked: Picked, field: string, value: string, single = false): Picked {
  const now = picked[field] ?? []
  if (now.includes(value)) return { ...picked, [field]: now.filter((other) => other !== value) }
  return { ...picked, [field]: single ? [value] : [...now, value] }
}

/** Reads a kept view; what an older version wrote gets today's defaults, nonsense gives nothing. */
export function readCaseView(value: unknown): CaseView | null {
  return isRecord(value) && isRecord(value['filter']) ? caseView(value as Partial<CaseView>) : null
}

export function readArticleView(value: unknown): ArticleView | null {
  return isRecord(value) && isRecord(value['filter']) ? articleView(value as Partial<ArticleView>) : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
