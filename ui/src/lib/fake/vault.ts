/** The fake vault: the state that commands read and change, with undo by snapshot. */
import type {
  ArticleRow,
  BacklinkView,
  CaseRow,
  Change,
  CustomerContext,
  Hit,
  LinkCounts,
  LinkUse,
  ManyChanged,
  NoteView,
  SectionKind,
} from '../bindings'
import { CasebookError } from '../client'
import { toMoment } from '../text/time'
import { isDone } from '../text/words'
import { articles as articleSeeds, section, type FakeArticle } from './articles'
import { makeCases, type FakeCase } from './cases'
import type { Labelled } from './lists'
import { linkMention, propertyLinks, success } from './knowledge'
import { toHtml } from './markdown'
import { articleDoc, caseDoc, searchDocs } from './search'

const DAY = 24 * 60 * 60_000

export class FakeVault {
  cases: FakeCase[]
  articles: FakeArticle[]
  /** The paths of what was moved to the trash. */
  trashed: string[] = []
  /** Files that were edited as a whole. */
  readonly files = new Map<string, string>()
  readonly #past = new Map<number, string>()
  #serial = 100

  constructor(
    readonly clock: () => number,
    extra: FakeCase[] = [],
  ) {
    this.cases = [...makeCases(clock()), ...extra]
    this.articles = structuredClone(articleSeeds)
  }

  remember(): number {
    const key = ++this.#serial
    this.#past.set(key, JSON.stringify([this.cases, this.articles]))
    return key
  }

  /** A step that takes back an earlier one too. */
  goOn(earlier: number): number {
    const key = this.remember()
    const before = this.#past.get(earlier)
    if (before) this.#past.set(key, before)
    this.#past.delete(earlier)
    return key
  }

  restore(key: number): number {
    const kept = this.#past.get(key)
    if (!kept) throw new CasebookError('refused', 'This change cannot be undone any more', 'Edit the note instead')
    const redo = this.remember()
    ;[this.cases, this.articles] = JSON.parse(kept) as [FakeCase[], FakeArticle[]]
    this.#past.delete(key)
    return redo
  }

  case(path: string): FakeCase {
    const found = this.cases.find((one) => one.path === path)
    if (!found) throw new CasebookError('not-found', `No note at ${path}`, 'It may have been renamed or deleted')
    return found
  }

  article(path: string): FakeArticle {
    const found = this.articles.find((one) => one.path === path)
    if (!found) throw new CasebookError('not-found', `No article at ${path}`)
    return found
  }

  note(path: string): FakeCase | FakeArticle {
    return this.articles.find((one) => one.path === path) ?? this.case(path)
  }

  #replaceInArticle(one: FakeArticle, kind: SectionKind, from: string, to: string) {
    if (kind === 'body') throw new CasebookError('invalid', 'No such section')
    if (section(one, kind).trim() !== from.trim())
      throw new CasebookError('conflict', `The section ${kind} changed meanwhile`, 'Compare the two texts')
    one[kind] = to
    return { path: one.path, id: one.id, entry: null }
  }

  row(one: FakeCase): CaseRow {
    return {
      path: one.path,
      id: one.id,
      ref: one.ref,
      title: one.title,
      status: one.status,
      priority: one.priority,
      customer: one.customer,
      owner: one.owner,
      opened: one.opened,
      solved: one.solved,
      promised: one.promised,
      next: one.next,
      last_entry: one.journal.at(-1)?.at ?? null,
    }
  }

  labelledCases(): Labelled<CaseRow>[] {
    return this.cases.map((one) => ({ row: this.row(one), product: one.products, tag: one.tags ?? [] }))
  }

  labelledArticles(): Labelled<ArticleRow>[] {
    return this.articleRows().map((row) => {
      const tag = this.articles.find((one) => one.path === row.path)?.tags ?? []
      return { row, product: row.products, tag }
    })
  }

  uses(article: FakeArticle): BacklinkView[] {
    return this.cases
      .flatMap((one) =>
        one.links
          .filter((link) => link.article === article.id)
          .map((link) => ({ case: this.row(one), how: link.how, at: link.at })),
      )
      .sort((a, b) => Date.parse(b.at ?? '1970') - Date.parse(a.at ?? '1970'))
  }

  counts(article: FakeArticle): LinkCounts {
    const uses = this.uses(article)
    const count = (how: LinkUse) => uses.filter((use) => use.how === how).length
    return {
      resolved_by: count('resolved-by'),
      tried: count('tried'),
      referenced: count('referenced'),
      created: count('created'),
    }
  }

  articleRows(): ArticleRow[] {
    return this.articles
      .map((one) => {
        const counts = this.counts(one)
        return {
          path: one.path,
          id: one.id,
          title: one.title,
          confidence: one.confidence,
          audience: one.audience,
          products: one.products,
          resolved_cases: counts.resolved_by + counts.created,
          updated: this.#daysAgo(one.updatedDaysAgo),
          owner: one.owner ?? 'mira',
          needs_review: one.flags.length > 0,
        }
      })
      .sort((a, b) => b.resolved_cases - a.resolved_cases)
  }

  search(query: string, mustAll = true): Hit[] {
    const docs = [
      ...this.articles.map((one) => {
        const counts = this.counts(one)
        return articleDoc(one, counts.resolved_by + counts.created, this.#daysAgo(one.updatedDaysAgo))
      }),
      ...this.cases.map((one) => {
        const link = one.links.find((candidate) => candidate.how === 'resolved-by' || candidate.how === 'created')
        return caseDoc(one, this.articles.find((article) => article.id === link?.article)?.title ?? null)
      }),
    ]
    return searchDocs(docs, query, mustAll)
  }

  view(path: string): NoteView {
    const article = this.articles.find((one) => one.path === path)
    return article ? this.#articleView(article) : this.#caseView(this.case(path))
  }

  #articleView(one: FakeArticle): NoteView {
    return {
      ...this.#base(one.path, one.id, one.title, one.products),
      kind: 'article',
      tags: one.tags,
      owner: 'mira',
      article: {
        confidence: one.confidence,
        audience: one.audience,
        governance: 'experience',
        fix: one.fix,
        applies_to: one.appliesTo,
        fixed_in: one.fixedIn,
        created: this.#daysAgo(one.updatedDaysAgo + 100),
        updated: this.#daysAgo(one.updatedDaysAgo),
        review_by: null,
        flags: one.flags,
        aliases: [],
        see_also: propertyLinks(this, one['see-also'] ?? []),
        merged_into: null,
      },
      sections: (['issue', 'environment', 'cause', 'resolution'] as const).map((kind) =>
        this.#section(kind, section(one, kind)),
      ),
      cases: this.uses(one),
      counts: this.counts(one),
      success: success(this.uses(one)),
      mentioned_in: this.articles
        .filter((other) => other.resolution.includes(`[[${one.title}]]`))
        .map(({ path, title }) => ({ path, title, kind: 'article' as const })),
    }
  }

  #caseView(one: FakeCase): NoteView {
    return {
      ...this.#base(one.path, one.id, one.title, one.products),
      kind: 'case',
      owner: one.owner,
      case: {
        ref: one.ref,
        url: one.url,
        status: one.status,
        priority: one.priority,
        customer: one.customer,
        contact: one.contact,
        sla: one.sla,
        opened: one.opened,
        solved: one.solved,
        resolution: one.resolution,
        next: one.next,
        promised: one.promised,
        escalated: null,
      },
      sections: [
        ...(one.issue ? [this.#section('issue', one.issue)] : []),
        ...(one.environment ? [this.#section('environment', one.environment)] : []),
        ...(one.cause ? [this.#section('cause', one.cause)] : []),
      ],
      journal: one.journal.map((entry) => ({ ...entry, html: this.#html(entry.text) })),
      links: one.links.map((link) => {
        const target = this.articles.find((article) => article.id === link.article)
        return {
          ...link,
          title: target?.title ?? null,
          path: target?.path ?? null,
          confidence: target?.confidence ?? null,
        }
      }),
      editable: !one.broken,
      problems: one.broken
        ? [
            {
              code: 'front-matter-invalid',
              range: { start: 24, end: 40 },
              line: 3,
              message: 'The front matter is not YAML: a tab cannot indent here',
              hint: 'Open the file in a text editor and put spaces where the tab is',
            },
          ]
        : [],
    }
  }

  #base(path: string, id: string, title: string, products: string[]) {
    return {
      id,
      path,
      title,
      products,
      version: 'f00d',
      tags: [],
      article: null,
      case: null,
      journal: [],
      links: [],
      cases: [],
      counts: { resolved_by: 0, tried: 0, referenced: 0, created: 0 },
      success: null,
      mentioned_in: [],
      unknown_keys: [],
      editable: true,
      conflict_copies: [],
      conflict_copy_of: null,
      problems: [],
      shown_bytes: null,
    } satisfies Partial<NoteView>
  }

  #html(text: string): string {
    return toHtml(text, (title) => this.articles.find((one) => one.title === title)?.path ?? null)
  }

  #section(kind: SectionKind, text: string) {
    return { kind, heading: null, text, html: this.#html(text) }
  }

  #ownEntry(path: string, id: string, from: string, me: string) {
    const entry = this.case(path).journal.find((one) => one.id === id)
    if (!entry) throw new CasebookError('not-found', `No entry ${id} in ${path}`)
    if (entry.author !== me) throw new CasebookError('refused', `${entry.author} wrote it`, 'Add an entry')
    if (entry.text !== from) throw new CasebookError('conflict', 'The entry changed meanwhile', 'Compare the two')
    return entry
  }

  customer(path: string): CustomerContext {
    const { customer } = this.case(path)
    const others = customer ? this.cases.filter((one) => one.customer === customer && one.path !== path) : []
    const cases = others.slice(0, 8).map((one) => ({
      case: this.row(one),
      resolution: one.resolution,
      resolved_by: null,
    }))
    const environment = others
      .filter((one) => one.environment !== '')
      .map((one) => ({ text: one.environment.split('\n')[0]?.replace(/^[-* ]+/, '') ?? '', path: one.path }))
    return { customer, cases, total: others.length, environment }
  }

  #daysAgo(days: number): string {
    return toMoment(this.clock() - days * DAY)
  }

  /** Changes each note by itself, and says which it could not. */
  #applyMany({ paths, set }: Extract<Change, { do: 'change-many' }>): ManyChanged {
    const went: ManyChanged = { changed: 0, same: 0, refused: [], left: 0 }
    for (const path of paths) {
      const note = [...this.cases, ...this.articles].find((one) => one.path === path)
      if (!note || ('broken' in note && note.broken)) {
        const reason = note ? 'the front matter does not parse' : `there is no note at ${path}`
        went.refused.push({ path, reason, hint: 'Open the file in a text editor and mend it' })
        continue
      }
      const before = JSON.stringify(note)
      if (set.what === 'tags') note.tags = [...(note.tags ?? []).filter((tag) => !set.remove.includes(tag)), ...set.add]
      else Object.assign(note, { [set.what]: set[set.what as keyof typeof set] })
      if (set.what === 'status') (note as FakeCase).solved = isDone(set.status) ? toMoment(this.clock()) : null
      if (JSON.stringify(note) === before) went.same += 1
      else went.changed += 1
    }
    return went
  }

  /** Does the change and names the note it touched. */
  apply(change: Change, me: string): { path: string; id: string | null; entry: string | null; many?: ManyChanged } {
    const at = toMoment(this.clock())
    switch (change.do) {
      case 'new-case': {
        const id = `01JDNEW${++this.#serial}`
        const path = `cases/2026/new-${this.#serial}.md`
        const blank = {
          contact: null,
          products: [],
          sla: null,
          url: null,
          solved: null,
          resolution: null,
          promised: null,
          next: null,
        }
        this.cases.unshift({
          ...blank,
          id,
          path,
          ref: change.ref,
          title: change.title,
          status: 'new',
          priority: change.priority ?? 'normal',
          customer: change.customer,
          owner: me,
          opened: at,
          issue: change.issue ?? '',
          environment: '',
          journal: [],
          links: [],
          broken: false,
        })
        return { path, id, entry: null }
      }
      case 'new-article': {
        const pattern = structuredClone(this.articles[2]) as FakeArticle
        const path = `articles/new-${++this.#serial}.md`
        const id = `01JCNEW${this.#serial}`
        this.articles.unshift({
          ...pattern,
          id,
          path,
          title: change.title,
          issue: '',
          resolution: '',
          appliesTo: [],
          updatedDaysAgo: 0,
        })
        return { path, id, entry: null }
      }
      case 'add-entry': {
        const id = `n${++this.#serial}`
        this.case(change.case).journal.push({
          id,
          at,
          author: me,
          visibility: change.visibility,
          channel: change.channel,
          text: change.text,
        })
        return { path: change.case, id: null, entry: id }
      }
      case 'edit-entry': {
        const entry = this.#ownEntry(change.case, change.entry, change.from, me)
        entry.text = change.to
        return { path: change.case, id: null, entry: change.entry }
      }
      case 'remove-entry': {
        const one = this.case(change.case)
        const entry = this.#ownEntry(change.case, change.entry, change.from, me)
        one.journal = one.journal.filter((other) => other !== entry)
        return { path: change.case, id: null, entry: null }
      }
      case 'frame-article': {
        const one = this.case(change.case)
        const made = this.apply({ do: 'new-article', title: one.title, body: null }, me)
        Object.assign(this.articles[0] as FakeArticle, { issue: one.issue, confidence: 'wip' })
        one.links.push({ article: made.id ?? '', how: 'created', at, query: null })
        return made
      }
      case 'set-status': {
        const one = this.case(change.case)
        const text = `${one.status} → ${change.status}${change.reason ? `: ${change.reason}` : ''}`
        one.journal.push({ id: `n${++this.#serial}`, at, author: me, visibility: 'internal', channel: 'status', text })
        one.status = change.status
        one.solved = isDone(change.status) ? at : null
        one.resolution = change.resolution
        const solver = change.resolved_by ? this.article(change.resolved_by) : null
        if (solver) one.links.push({ article: solver.id, how: 'resolved-by', at, query: null })
        return { path: change.case, id: one.id, entry: null }
      }
      case 'set-key':
        Object.assign(this.note(change.path), { [change.key]: change.value })
        return { path: change.path, id: null, entry: null }
      case 'set-list':
        Object.assign(this.note(change.path), { [change.key]: change.values })
        return { path: change.path, id: null, entry: null }
      case 'flag-article':
        this.article(change.article).flags.push(change.text)
        return { path: change.article, id: null, entry: null }
      case 'unflag-article': {
        const one = this.article(change.article)
        one.flags = one.flags.filter((flag) => flag !== change.flag)
        return { path: change.article, id: null, entry: null }
      }
      case 'set-learned': {
        const one = this.article(change.article)
        one.not_learned = one.not_learned.filter((word) => word !== change.word)
        if (!change.learned) one.not_learned.push(change.word)
        return { path: change.article, id: null, entry: null }
      }
      case 'restore-version':
        return { path: change.path, id: null, entry: null }
      case 'trash':
        this.trashed.push(change.path)
        return { path: change.path, id: null, entry: null }
      case 'restore-trashed':
        this.trashed = this.trashed.filter((path) => path !== change.place)
        return { path: change.place, id: null, entry: null }
      case 'replace-file':
        this.files.set(change.path, change.text)
        return { path: change.path, id: null, entry: null }
      case 'merge-copy':
        this.files.set(change.path, change.text)
        return { path: change.path, id: null, entry: null }
      case 'replace-section': {
        const article = this.articles.find((one) => one.path === change.path)
        if (article) return this.#replaceInArticle(article, change.section, change.from, change.to)
        const one = this.case(change.path)
        if (change.section === 'resolution' || change.section === 'body')
          throw new CasebookError('invalid', 'No such section')
        if (one[change.section] !== change.from)
          throw new CasebookError(
            'conflict',
            'The section changed on disk since the edit began',
            'Compare the two texts',
          )
        one[change.section] = change.to
        return { path: change.path, id: one.id, entry: null }
      }
      case 'link-mention':
        linkMention(this, change.path, change.article)
        return { path: change.path, id: null, entry: null }
      case 'link-article': {
        const target = this.articles.find((article) => article.path === change.article)
        if (!target) throw new CasebookError('not-found', `No article at ${change.article}`)
        this.case(change.case).links.push({ article: target.id, how: change.how, at, query: change.query })
        return { path: change.case, id: null, entry: null }
      }
      case 'unlink-article': {
        const one = this.case(change.case)
        one.links = one.links.filter(
          (link) => link.article !== change.article || (change.how !== null && link.how !== change.how),
        )
        return { path: change.case, id: one.id, entry: null }
      }
      case 'change-many':
        return { path: change.paths[0] ?? '', id: null, entry: null, many: this.#applyMany(change) }
    }
  }
}
