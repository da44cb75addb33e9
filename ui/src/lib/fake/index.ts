/**
 * A client without a core, for tests and for trying the window in a browser. Never part of a build: `main.ts` reaches
 * it only while developing.
 */
import type { Attached, DeskEvent, Event, MeaningView, MissingNotes, OpenCases, ProblemRow } from '../bindings'
import {
  asCasebookError,
  CasebookError,
  type AppStatus,
  type Chosen,
  type Client,
  type CommandName,
  type Commands,
  type Drop,
} from '../client'
import { toMoment } from '../text/time'
import { isDone } from '../text/words'
import { manyCases } from './cases'
import { choicesOf, listArticles, listCases } from './lists'
import { FakeKept } from './kept'
import { learnedWords, unlinkedMentions } from './knowledge'
import { FakePaths } from './paths'
import { correctedQuery } from './search'
import { FakeSearchLog } from './searchLog'
import { FakeVault } from './vault'
import { checks, completeNotes, fileText, fromHtml, preview, templates, words } from './writing'

export interface FakeOptions {
  /** More cases of no substance. */
  many?: number
  status?: Partial<AppStatus>
  meaning?: Partial<MeaningView>
  chosen?: Partial<Chosen>
  clock?: () => number
  /** What was being typed when the window closed, by key. */
  drafts?: ReadonlyMap<string, string>
}

export interface FakeClient extends Client {
  readonly vault: FakeVault
  readonly paths: FakePaths
  readonly drafts: Map<string, string>
  readonly copied: string[]
  /** Every size the window was given, oldest first. */
  readonly sizes: number[]
  /** What was kept by name. */
  readonly kept: Map<string, string>
  /** Every call, oldest first. */
  readonly calls: { name: CommandName; args: unknown }[]
  /** Calls with a body. */
  readonly sent: { name: CommandName; bytes: number }[]
  /** Puts a text on the clipboard, as another program does. */
  putOnClipboard(text: string): void
  /** Makes the next calls of a command fail, until cleared with `null`. */
  fail(name: CommandName, error: CasebookError | null): void
  emit(event: Event): void
  /** Files dropped on the window. */
  drop(drop: Drop): void
  emitDesk(event: DeskEvent): void
}

/** A machine without the model for meaning. */
const NO_MODEL: MeaningView = {
  state: 'absent',
  reason: null,
  model: 'all-MiniLM-L6-v2-int8',
  folder: '/home/mira/.local/share/casebook/models/all-MiniLM-L6-v2-int8',
  model_bytes: 23_394_866,
  vector_bytes: 0,
  notes: 340,
  embedded: 0,
  seconds_left: 21,
  progress: null,
}

/** A vault just opened. */
const BARE = {
  notes: 12,
  problems: 0,
  leader: true,
  indexing: null,
  embedding: null,
  unavailable: null,
  missing: null,
  late: null,
  unkept: null,
  unfinished_purge: null,
  products: ['EdgeVPN', 'Printwell'],
  resolution_codes: [],
}

type Handlers = { [K in CommandName]: (args: Commands[K]['args']) => Commands[K]['result'] }

export function fakeClient(options: FakeOptions = {}): FakeClient {
  const clock = options.clock ?? Date.now
  const vault = new FakeVault(clock, options.many ? manyCases(clock(), options.many) : [])
  const paths = new FakePaths(vault, clock)
  const versions = new FakeKept(vault, clock)
  const listeners = new Set<(event: Event) => void>()
  const deskListeners = new Set<(event: DeskEvent) => void>()
  const failures = new Map<CommandName, CasebookError>()
  const drafts = new Map<string, string>(options.drafts)
  const copied: string[] = []
  let meaning: MeaningView = { ...NO_MODEL, ...options.meaning }
  const sizes: number[] = []
  const log = new FakeSearchLog(clock)
  let clipboard = ''
  const kept = new Map<string, string>()
  const sent: { name: CommandName; bytes: number }[] = []
  const droppers = new Set<(drop: Drop) => void>()
  const calls: { name: CommandName; args: unknown }[] = []
  const problems: ProblemRow[] = [
    {
      path: vault.cases.find((one) => one.broken)?.path ?? '',
      code: 'front-matter-invalid',
      range: { start: 24, end: 40 },
      line: 3,
      message: 'The front matter is not YAML: a tab cannot indent here',
      hint: 'Open the file in a text editor and put spaces where the tab is',
    },
    {
      path: 'articles/old-notes/gateway.log.md',
      code: 'too-long',
      range: { start: 0, end: 0 },
      line: 0,
      message: 'The file has 48 MB; the first 1 MB is searchable',
      hint: 'Move the log to attachments and keep the lines that matter',
    },
    {
      path: 'articles/vpn/broken-link.md',
      code: 'dangling-wikilink',
      range: { start: 310, end: 340 },
      line: 14,
      message: '[[Gateway hardening]] leads nowhere',
      hint: 'Create the note or correct its name',
    },
  ]
  let missing: MissingNotes | null = null
  let openCases: OpenCases = { slots: [] }
  let panes: string | null = null
  let status: AppStatus = {
    vault: {
      name: 'northwind-support',
      root: '/home/mira/vaults/northwind-support',
      notes: 61_204,
      problems: problems.length,
      leader: true,
      indexing: null,
      embedding: null,
      unavailable: null,
      missing: null,
      late: null,
      unkept: null,
      unfinished_purge: null,
      products: ['EdgeVPN', 'Ledgerline', 'Printwell'],
      resolution_codes: ['fixed', 'workaround', 'configuration'],
    },
    me: 'mira',
    name: 'mira',
    chosen: {
      theme: 'system',
      zoom: 100,
      dates: 'en-GB',
      keys: {},
      offer_clipboard: true,
      search_log: true,
      ...options.chosen,
    },
    data_folder: '/home/mira/.local/share/casebook',
    cache_folder: '/home/mira/.cache/casebook',
    active_case: vault.cases[0]?.path ?? null,
    recent_vaults: [
      { path: '/home/mira/vaults/northwind-support', name: 'northwind-support' },
      { path: '/home/mira/notes/printers', name: 'printers' },
    ],
    version: '0.1.0',
    has_sample: true,
    problem: null,
    sample: false,
    opening: false,
    view: null,
    desktop: { shortcut: 'Ctrl+Alt+Space', shortcut_problem: null, notifications: 'off', tray: true },
    sample_note: true,
    introduced: true,
    product: null,
    ...options.status,
  }

  const emit = (event: Event) => {
    if (event.event === 'missing') missing = event.missing
    listeners.forEach((listener) => listener(event))
  }
  const done = (path: string, id: string | null, entry: string | null, undo: number | null) => {
    queueMicrotask(() => emit({ event: 'notes-changed', paths: [path], origin: 'here' }))
    return { path, id, entry, at: toMoment(clock()), undo, possible_duplicates: [] }
  }

  const attached = (note: string, name: string): Attached => {
    const is_image = /\.(png|jpe?g|gif|webp)$/i.test(name)
    const path = `attachments/${vault.view(note).id ?? 'X'}/${name}`
    const link = `${is_image ? '!' : ''}[${name}](${'../'.repeat(note.split('/').length - 1)}${path})`
    return { path, link, is_image, at: toMoment(clock()), undo: vault.remember() }
  }

  const handlers: Handlers = {
    get_status: () => status,
    search: ({ text, kind, limit, number, off = [] }) => {
      const isOff = (word: string) => off.some((part) => part.kind === 'word' && part.text === word)
      const words = [...new Set(text.split(/\s+/).filter((word) => word !== ''))]
      const read_as = words.map((word) => ({ kind: 'word' as const, text: word, off: isOff(word) }))
      const asked = words.filter((word) => !isOff(word)).join(' ')
      const hits = vault.search(asked).filter((hit) => !kind || hit.kind === kind)
      const did_you_mean = correctedQuery(text, (word) => vault.search(word).length > 0)
      return { total: hits.length, took_us: 2_900, read_as, did_you_mean, hits: hits.slice(0, limit), number }
    },
    take_report_piece: ({ name, complete }) =>
      complete === null ? null : { name, bytes: 209_715_200, lines: 1_204_311, complete },
    hold_dropped_report: ({ file }) => ({ name: file, bytes: 209_715_200, lines: 1_204_311, complete: true }),
    search_held: (request) => handlers.search({ ...request, text: '0x2746' }),
    stop_reading: () => ({}),
    facets: ({ text, kind, number }) => {
      const hits = vault.search(text)
      const count = (values: (string | null | undefined)[]) => {
        const counts = new Map<string, number>()
        for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
        return [...counts].map(([value, found]) => ({ value, count: found })).sort((a, b) => b.count - a.count)
      }
      const shown = hits.filter((hit) => !kind || hit.kind === kind)
      return {
        number,
        facets: [
          { field: 'kind', values: count(hits.map((hit) => hit.kind)) },
          { field: 'status', values: count(shown.map((hit) => hit.status)) },
          { field: 'confidence', values: count(shown.map((hit) => hit.confidence)) },
          { field: 'customer', values: count(shown.map((hit) => hit.customer)) },
        ],
      }
    },
    list_queue: (request) => listCases(vault.labelledCases(), request, status.me, clock()),
    list_queue_paths: (request) =>
      listCases(vault.labelledCases(), request, status.me, clock()).rows.map(({ path }) => path),
    list_articles: (request) => listArticles(vault.labelledArticles(), request),
    list_article_paths: (request) => listArticles(vault.labelledArticles(), request).rows.map(({ path }) => path),
    list_choices: ({ kind, done: finished }) =>
      choicesOf(
        kind === 'case'
          ? vault.labelledCases().filter(({ row }) => isDone(row.status) === finished)
          : vault.labelledArticles(),
      ),
    keep: ({ name, json }) => {
      kept.set(name, json)
      return {}
    },
    remember_search: (searched) => log.remember(searched, status.chosen.search_log),
    recent_searches: () => log.recent(),
    get_search_log: () => log.summed(status.chosen.search_log, (text) => vault.search(text, true).length),
    forget_search: ({ text }) => log.forget(text),
    forget_searches: () => log.forget(),
    peek_clipboard: () => {
      const text = clipboard.trim()
      const first = text.split('\n').find((line) => /\w/.test(line))
      return first === undefined ? null : { text, first: first.trim().slice(0, 120), lines: text.split('\n').length }
    },
    read_kept: ({ name }) => kept.get(name) ?? null,
    get_meaning: () => meaning,
    use_meaning: ({ wanted }) => {
      meaning = { ...meaning, state: wanted ? 'ready' : 'off' }
      return meaning
    },
    get_note: ({ path }) => vault.view(path),
    suggest: ({ path }) => {
      const one = vault.case(path)
      const codes =
        `${one.issue} ${one.journal.map((entry) => entry.text).join(' ')}`.match(/\b(0x\w+|rekey|[A-Z]{3,}-\d+)\b/g) ??
        []
      const hits = vault.search(`${one.title} ${codes.join(' ')}`, false).filter((hit) => hit.why.length > 1)
      return {
        articles: hits.filter((hit) => hit.kind === 'article' && hit.confidence !== 'archived').slice(0, 4),
        cases: hits.filter((hit) => hit.kind === 'case' && hit.path !== path && hit.status === 'solved').slice(0, 3),
      }
    },
    find_duplicates: ({ kind, title, ref }) => {
      const known = ref ? vault.search(ref, true).filter((hit) => hit.ref?.toLowerCase() === ref.toLowerCase()) : []
      const alike = title.trim() === '' ? [] : vault.search(title, false).filter((hit) => hit.why.length > 1)
      const others = alike.filter((hit) => known.every(({ path }) => path !== hit.path))
      const of = (wanted: boolean) => others.filter((hit) => (hit.kind === kind) === wanted).slice(0, 3)
      return [...known, ...of(true), ...of(false)]
    },
    list_problems: () => problems,
    recent_notes: () =>
      vault
        .search('vpn dtls saml export', false)
        .slice(0, 6)
        .map((hit) => ({ ...hit, title_marks: [], snippet: null, why: [] })),
    complete_notes: ({ text, limit }) => completeNotes(vault, text, limit),
    list_words: () => words(vault),
    list_templates: () => [...templates],
    render_markdown: ({ text }) => preview(vault, text),
    convert_html: ({ html }) => fromHtml(html),
    list_unlinked_mentions: ({ path }) => unlinkedMentions(vault, path),
    list_learned_words: ({ path }) => learnedWords(vault, path),
    check_article: ({ path }) => checks(vault, path),
    copy_reply: ({ path }) => {
      const text = vault.article(path).resolution
      copied.push(text)
      return { html: preview(vault, text), text, left_out: false }
    },
    open_in_editor: () => ({}),
    read_file_text: ({ path }) => fileText(vault, path),
    merge_texts: ({ base, mine, theirs }) => [{ is: 'parted', what: 'Text', base, mine, theirs }],
    list_history: ({ path }) => versions.history(path),
    compare_version: ({ number, with_now }) => versions.compare(number, with_now),
    list_trash: () => versions.trash(),
    delete_trashed: ({ place }) => versions.delete(place),
    empty_trash: () => versions.delete(null),
    find_traces: ({ name }) => versions.traces(name),
    purge: ({ remove }) => versions.purge(remove),
    finish_purge: () => {
      if (!status.vault?.unfinished_purge) return null
      status = { ...status, vault: { ...status.vault, unfinished_purge: null } }
      return versions.purge([])
    },
    change: ({ change, amends }) => {
      if (change.do === 'restore-version') versions.restored(change.path, change.number)
      const undo = amends === undefined ? vault.remember() : vault.goOn(amends)
      const { path, id, entry, many } = vault.apply(change, status.me)
      const changed = done(path, id, entry, many?.changed === 0 ? null : undo)
      return many ? { ...changed, many } : changed
    },
    stop_changing: () => ({}),
    undo: ({ undo }) => done('', null, null, vault.restore(undo)),
    attach: ({ note, name }) => attached(note, name),
    attach_piece: ({ note, name, piece }) => (piece.last ? attached(note, name) : null),
    attach_dropped: ({ note, file }) => attached(note, file.slice(file.lastIndexOf('/') + 1)),
    choose_attachments: ({ path }) => [attached(path, 'chosen.log')],
    open_attachment: () => ({}),
    customer_context: ({ path }) => vault.customer(path),
    read_open_cases: () => openCases,
    save_open_cases: (open) => {
      openCases = open
      return {}
    },
    save_draft: ({ key, text }) => {
      if (text === '') drafts.delete(key)
      else drafts.set(key, text)
      return {}
    },
    read_draft: ({ key }) => drafts.get(key) ?? null,
    list_drafts: () =>
      [...drafts].reverse().map(([key, text]) => {
        const note = [...vault.cases, ...vault.articles].find(({ path }) => key.endsWith(`:${path}`))
        const kind = vault.cases.some(({ path }) => path === note?.path) ? ('case' as const) : ('article' as const)
        const at = new Date(clock()).toISOString()
        return { key, text, at, note: note ? { path: note.path, kind, title: note.title } : null }
      }),
    set_active_case: ({ path }) => {
      status = { ...status, active_case: path }
      return {}
    },
    set_preferences: ({ product, me, introduced, sample_note, ...chosen }) => {
      const name = me ?? status.name
      const told = {
        introduced: introduced ?? status.introduced,
        sample_note: sample_note ?? status.sample_note,
        product: product === undefined ? status.product : product || null,
      }
      status = { ...status, ...told, name, me: status.sample ? 'mira' : name, chosen: { ...status.chosen, ...chosen } }
      const { me: now, sample_note: note } = status
      const event = { event: 'preferences-changed', chosen: status.chosen, me: now, name, sample_note: note } as const
      deskListeners.forEach((listener) => listener(event))
      return status
    },
    forget_vault: ({ path }) =>
      (status = { ...status, recent_vaults: status.recent_vaults.filter((vault) => vault.path !== path) }),
    choose_vault: () => status,
    open_sample: () => {
      const open = status.vault ?? BARE
      const vault = { ...open, name: 'sample', root: '/home/mira/.local/share/casebook/sample-vault' }
      return (status = { ...status, sample: true, me: 'mira', vault })
    },
    list_paths: () => paths.rows(),
    get_path: ({ path }) => paths.view(path),
    tick_step: ({ path, step, done: ticked }) => paths.tick(path, step, ticked),
    visit_step: ({ path, step }) => {
      paths.visit(path, step)
      return {}
    },
    try_search: (request) => handlers.search(request),
    try_note: (request) => handlers.get_note(request),
    look_again: () => (status = { ...status, vault: status.vault && { ...status.vault, missing } }),
    accept_missing: () => {
      missing = null
      return handlers.look_again({})
    },
    open_vault: ({ path }) => {
      const name = path.split('/').at(-1) ?? path
      const open = status.vault ?? BARE
      return (status = { ...status, active_case: null, vault: { ...open, name, root: path, unavailable: null } })
    },
    open_external: () => ({}),
    copy_text: ({ text }) => {
      copied.push(text)
      return {}
    },
    painted: () => ({}),
    read_pane_state: () => panes,
    save_pane_state: ({ json }) => {
      panes = json
      return {}
    },
    save_view_state: ({ json }) => {
      status = { ...status, view: json }
      return {}
    },
    set_shortcut: ({ keys }) =>
      (status = { ...status, desktop: { ...status.desktop, shortcut: keys, shortcut_problem: null } }),
    set_notifications: ({ notifications }) => (status = { ...status, desktop: { ...status.desktop, notifications } }),
    try_notification: () => ({}),
    pop_out: () => ({}),
    toggle_narrow: () => ({ narrow: true }),
  }

  return {
    vault,
    paths,
    drafts,
    copied,
    sizes,
    kept,
    calls,
    sent,
    emit,
    emitDesk: (event) => deskListeners.forEach((listener) => listener(event)),
    window: 'main',
    putOnClipboard: (text) => void (clipboard = text),
    fail: (name, error) => void (error ? failures.set(name, error) : failures.delete(name)),
    async call(name, args) {
      calls.push({ name, args })
      await Promise.resolve()
      const failure = failures.get(name)
      if (failure) throw failure
      try {
        // What crosses the bridge is a copy.
        return structuredClone(handlers[name](args))
      } catch (error) {
        throw asCasebookError(error)
      }
    },
    async zoom(factor) {
      sizes.push(factor)
    },
    async send(name, args, body) {
      sent.push({ name, bytes: body.length })
      return this.call(name, args)
    },
    onDrop(handler) {
      droppers.add(handler)
      return () => droppers.delete(handler)
    },
    drop: (drop) => droppers.forEach((take) => take(drop)),
    on(handler) {
      listeners.add(handler)
      return () => listeners.delete(handler)
    },
    onDesk(handler) {
      deskListeners.add(handler)
      return () => deskListeners.delete(handler)
    },
  }
}
