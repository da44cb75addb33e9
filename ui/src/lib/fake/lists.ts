/** The fake's lists: filtered, sorted and cut into windows as the core does it. */
import type {
  ArticleFilter,
  ArticleList,
  ArticleListRequest,
  ArticleRow,
  CaseFilter,
  CaseListRequest,
  CaseRow,
  Choice,
  Choices,
  Queue,
  Waits,
} from '../bindings'
import { isDone } from '../text/words'

export interface Labels {
  product: readonly string[]
  tag: readonly string[]
}

export type Labelled<Row> = { row: Row } & Labels

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const RANK = { urgent: 0, high: 1, normal: 2, low: 3 } as const
const time = (moment: string | null) => (moment ? Date.parse(moment) : null)
const byText = (a: string, b: string) => a.toLowerCase().localeCompare(b.toLowerCase())

function allows(wanted: readonly string[], has: readonly (string | null)[]): boolean {
  const values = has.map((value) => value?.toLowerCase())
  return wanted.length === 0 || wanted.some((value) => values.includes(value.toLowerCase()))
}

function says(text: string, parts: readonly (string | null)[]): boolean {
  const hay = parts.join('\n').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word))
}

function fits(filter: CaseFilter, { row, product, tag }: Labelled<CaseRow>, now: number): boolean {
  const promised = time(row.promised)
  return (
    allows(filter.status, [row.status]) &&
    allows(filter.priority, [row.priority]) &&
    allows(filter.owner, [row.owner]) &&
    allows(filter.customer, [row.customer]) &&
    allows(filter.product, product) &&
    allows(filter.tag, tag) &&
    says(filter.text, [row.title, row.ref, row.customer, row.owner, ...product, ...tag]) &&
    (filter.promise === null ||
      (filter.promise === 'none'
        ? promised === null
        : promised !== null && (filter.promise === 'some' || promised < now))) &&
    (filter.older_than_days === null || (time(row.opened) ?? now) < now - filter.older_than_days * DAY)
  )
}

function waits(row: CaseRow, now: number): Waits {
  const promised = time(row.promised)
  if (promised !== null && promised <= now + 2 * HOUR) return 'due-soon'
  return row.status === 'pending' || row.status === 'on-hold' ? 'for-others' : 'for-us'
}

/** Nothing comes last. */
const sooner = (a: string | null, b: string | null) => (time(a) ?? Infinity) - (time(b) ?? Infinity) || 0

function caseOrder(request: CaseListRequest): (a: CaseRow, b: CaseRow) => number {
  switch (request.sort) {
    case 'title':
      return (a, b) => byText(a.title, b.title)
    case 'opened':
      return (a, b) => sooner(b.opened, a.opened)
    case 'last-entry':
      return (a, b) => sooner(b.last_entry, a.last_entry)
    case 'priority':
      return (a, b) => RANK[a.priority] - RANK[b.priority] || sooner(a.promised, b.promised)
    case 'due':
      if (request.scope === 'solved') return (a, b) => sooner(b.solved ?? b.opened, a.solved ?? a.opened)
      return (a, b) =>
        (a.promised || b.promised ? sooner(a.promised, b.promised) : 0) ||
        RANK[a.priority] - RANK[b.priority] ||
        sooner(a.opened, b.opened)
  }
}

function listedCases(all: readonly Labelled<CaseRow>[], request: CaseListRequest, me: string, now: number): CaseRow[] {
  const { scope } = request
  const found = all.filter(({ row }) =>
    scope === 'solved' ? isDone(row.status) : !isDone(row.status) && (scope === 'team' || row.owner === me),
  )
  const rows = found.filter((one) => fits(request.filter, one, now)).map(({ row }) => row)
  rows.sort(caseOrder(request))
  if (request.reversed) rows.reverse()
  return rows
}

const GROUPS: Waits[] = ['due-soon', 'for-us', 'for-others']

export function listCases(all: readonly Labelled<CaseRow>[], request: CaseListRequest, me: string, now: number): Queue {
  let rows = listedCases(all, request, me, now)
  const isGrouped = request.sort === 'due' && !request.reversed && request.scope !== 'solved'
  const groups = isGrouped ? GROUPS.map((name) => rows.filter((row) => waits(row, now) === name)) : []
  if (isGrouped) rows = groups.flat()
  const found = request.find === null ? -1 : rows.findIndex((row) => row.path === request.find)
  return {
    rows: rows.slice(request.offset, request.offset + request.limit),
    total: rows.length,
    open: all.filter(({ row }) => !isDone(row.status)).length,
    groups: groups.map((group, index) => ({ waits: GROUPS[index] as Waits, count: group.length })),
    found: found < 0 ? null : found,
  }
}

function articleFits(filter: ArticleFilter, { row, product, tag }: Labelled<ArticleRow>): boolean {
  return (
    allows(filter.confidence, [row.confidence]) &&
    allows(filter.audience, [row.audience]) &&
    allows(filter.owner, [row.owner]) &&
    allows(filter.product, product) &&
    allows(filter.tag, tag) &&
    (!filter.needs_review || row.needs_review) &&
    says(filter.text, [row.title, row.owner, ...product, ...tag])
  )
}

export function listArticles(all: readonly Labelled<ArticleRow>[], request: ArticleListRequest): ArticleList {
  const rows = all.filter((one) => articleFits(request.filter, one)).map(({ row }) => row)
  rows.sort((a, b) =>
    request.sort === 'title'
      ? byText(a.title, b.title)
      : request.sort === 'solved'
        ? b.resolved_cases - a.resolved_cases
        : sooner(b.updated, a.updated),
  )
  if (request.reversed) rows.reverse()
  const found = request.find === null ? -1 : rows.findIndex((row) => row.path === request.find)
  return {
    rows: rows.slice(request.offset, request.offset + request.limit),
    total: rows.length,
    found: found < 0 ? null : found,
  }
}

function counted(values: readonly (string | null)[]): Choice[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}

export function choicesOf(all: readonly Labelled<CaseRow | ArticleRow>[]): Choices {
  return {
    owner: counted(all.map(({ row }) => row.owner)),
    customer: counted(all.map(({ row }) => ('customer' in row ? row.customer : null))),
    product: counted(all.flatMap(({ product }) => product)),
    tag: counted(all.flatMap(({ tag }) => tag)),
  }
}
