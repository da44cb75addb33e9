/** The state of one window and the only place that changes it: what is shown, what is open, what was done. */
import { getContext, setContext } from 'svelte'

import type {
  Attached,
  Change,
  Changed,
  Hit,
  LinkUse,
  NotChanged,
  NoteKind,
  Notifications,
  VaultPath,
  VaultStatus,
} from '../bindings'
import {
  asCasebookError,
  type AppStatus,
  type CasebookError,
  type Chosen,
  type Client,
  type Preferences,
} from '../client'
import { Ahead } from '../commands/ahead'
import { holds } from '../commands/conditions'
import { declarations } from '../commands/declarations'
import { Registry } from '../commands/registry'
import { articleView, caseView } from '../lists/views'
import { many, useWord } from '../text/words'
import { Changes } from './changes.svelte'
import { FirstRun } from './firstrun.svelte'
import { Learning } from './learning.svelte'
import { Hearing } from './hearing'
import { InOrder } from './latest'
import { ArticleList, ProblemList, QueueList } from './lists.svelte'
import { DraftList } from './drafts.svelte'
import { Explorer } from './explorer.svelte'
import { OpenNote } from './note.svelte'
import { Customer } from './customer.svelte'
import { OpenCases } from './openCases.svelte'
import { Overview } from './overview.svelte'
import { Panes } from './panes.svelte'
import { Router, type Route } from './router.svelte'
import { CaseSuggestions } from './suggestions.svelte'
import { throttle } from './throttle'
import { Toasts } from './toasts.svelte'
import { ViewState } from './view'

export type OpenDialog =
  /** `ahead`: the text was typed before the box was there, and is gone on with. */
  | { name: 'find'; text: string; ahead?: boolean }
  | { name: 'palette'; text: string }
  | { name: 'new-case'; issue: string; title: string }
  | { name: 'new-article'; title: string }
  | { name: 'not-changed'; of: number; refused: readonly NotChanged[] }
  | { name: 'keys' }

const REFRESH_MS = 150
/** While the opening scan floods the window with changes. */
const REFRESH_WHILE_INDEXING_MS = 1_500
const TICK_MS = 30_000
/** Until the core has said what was chosen. */
const AS_DESIGNED: Chosen = {
  theme: 'system',
  zoom: 100,
  dates: 'en-GB',
  keys: {},
  offer_clipboard: true,
  search_log: true,
}

export class App {
  readonly router = new Router()
  readonly toasts = new Toasts()
  readonly commands = new Registry(declarations, (condition) => holds(condition, this))
  /** What is typed before the vault is open. */
  readonly ahead = new Ahead(this.commands, () => this.status === null || this.status.opening)
  readonly changes: Changes
  readonly panes: Panes
  readonly openCases: OpenCases
  readonly queue: QueueList
  readonly articles: ArticleList
  readonly problems: ProblemList
  readonly drafts: DraftList
  readonly explorer: Explorer
  /** The case being worked on: it stays while articles are read. */
  readonly caseNote: OpenNote
  readonly articleNote: OpenNote
  /** The article beside the case, when the view is split. */
  readonly splitNote: OpenNote
  readonly suggestions: CaseSuggestions
  readonly customer: Customer
  readonly view: ViewState
  readonly learning: Learning
  readonly overview: Overview
  readonly firstRun = new FirstRun(this)

  status = $state.raw<AppStatus | null>(null)
  startError = $state.raw<CasebookError | null>(null)
  now = $state(Date.now())
  dialog = $state.raw<OpenDialog | null>(null)
  /** Notes that may say the same as one just made. */
  duplicates = $state.raw<{ of: VaultPath; undo: number | null; hits: Hit[] } | null>(null)
  /** What the find box was asked last, as long as the window lives: it is not offered again from the clipboard. */
  askedLast = ''
  readonly #hearing = new Hearing(this)
  readonly #statuses = new InOrder()
  /** How often something was heard that a status asked for before does not know. */
  #heard = 0

  constructor(
    readonly client: Client,
    /** The one case this window shows; `null` for the main window. */
    readonly alone: VaultPath | null = null,
  ) {
    this.view = new ViewState(client, alone === null)
    this.changes = new Changes(client, this.toasts, (changed) => this.#changed(changed))
    this.panes = new Panes(client, alone === null)
    this.openCases = new OpenCases(client)
    this.queue = new QueueList(client, (view) => this.view.keepCases(view))
    this.articles = new ArticleList(client, (view) => this.view.keepArticles(view))
    this.problems = new ProblemList(client)
    this.drafts = new DraftList(this)
    this.explorer = new Explorer(client, this.view)
    this.caseNote = new OpenNote(client)
    this.articleNote = new OpenNote(client)
    this.splitNote = new OpenNote(client)
    this.suggestions = new CaseSuggestions(client)
    this.customer = new Customer(client)
    this.learning = new Learning(client)
    this.overview = new Overview(client)
  }

  get vault(): VaultStatus | null {
    return this.status?.vault ?? null
  }

  /** The note that is read or worked on; `null` where another view is on show. */
  get noteOnShow(): VaultPath | null {
    const { view } = this.router.now
    return view === 'cases' ? this.caseNote.path : view === 'articles' ? this.articleNote.path : null
  }

  get chosen(): Chosen {
    return this.status?.chosen ?? AS_DESIGNED
  }

  /** Whether the window shows what there is: the vault's contents, or why there are none. */
  get settled(): boolean {
    if (this.startError) return true
    if (!this.status) return false
    if (!this.vault) return !this.status.opening
    const { caseNote, queue } = this
    return (
      (queue.head ?? queue.error) !== null && (caseNote.path === null || (caseNote.view ?? caseNote.error) !== null)
    )
  }

  /** Asks for everything the first frame shows, and listens. Call the answer to stop. */
  async start(): Promise<() => void> {
    const stopListening = this.#hearing.start()
    const tick = setInterval(() => this.#tick(), TICK_MS)
    const panes = this.panes.restore()
    try {
      await this.#askStatus(panes)
    } catch (error) {
      this.startError = asCasebookError(error)
    }
    return () => {
      stopListening()
      clearInterval(tick)
    }
  }

  /** Takes over a status; another vault means everything is asked for anew. */
  take(status: AppStatus): void {
    const moved = status.vault?.root !== this.status?.vault?.root
    this.status = status
    this.commands.keymap.load(status.chosen.keys)
    if (!status.vault && !status.opening) {
      // No vault comes: nothing waits for one any more.
      this.ahead.release()
      this.firstRun.begin()
    }
    if (!moved) return
    this.changes.forget()
    this.duplicates = null
    this.view.read(status.vault ? status.view : null, status.vault?.root)
    this.queue.view = this.view.lists.cases ?? caseView()
    this.articles.view = this.view.lists.articles ?? articleView()
    this.explorer.begin()
    const route = this.#firstRoute(status)
    this.router.start(route)
    void this.caseNote.show(null)
    void this.articleNote.show(null)
    void this.splitNote.show(null)
    this.learning.forget()
    this.overview.forget()
    if (!status.vault) return
    void this.openCases.restore()
    void this.queue.load(status.active_case)
    void this.learning.load()
    if (this.articles.head) void this.articles.load()
    void this.problems.refresh()
    // The case stays open behind whatever was on show.
    if (route.view !== 'cases' && status.active_case !== null) {
      void this.caseNote.show(status.active_case)
      void this.suggestions.load(status.active_case)
    }
    this.#show(route)
    this.#hearing.obeyNow()
    this.#catchUp()
  }

  /** Takes over what was heard and lasts: a status that is on its way does not know of it, and is asked for again. */
  heard(status: AppStatus): void {
    this.#heard += 1
    this.take(status)
  }

  /** Does what was pressed before the vault was there, with what was typed after it. */
  #catchUp(): void {
    const pressed = this.ahead.release()
    if (pressed === null) return
    const { id, text } = pressed
    if (id === 'find.open') this.dialog = { name: 'find', text, ahead: true }
    else if (id === 'palette.open') this.dialog = { name: 'palette', text }
    else if (id === 'case.new') this.dialog = { name: 'new-case', issue: '', title: text }
    else this.commands.run(id)
  }

  /** What was shown the last time; in a window with one case, that case. */
  #firstRoute(status: AppStatus): Route {
    if (this.alone !== null) return { view: 'cases', path: this.alone }
    const kept = this.view.route
    return kept && kept.view !== 'cases' ? kept : { view: 'cases', path: status.active_case }
  }

  go(route: Route): void {
    this.dialog = null
    this.panes.uncover()
    this.router.go(route)
    this.#show(route)
  }

  back(): void {
    this.router.back()
    this.#show(this.router.now)
  }

  forward(): void {
    this.router.forward()
    this.#show(this.router.now)
  }

  /** Puts the case away: its number is free again, and its file is as it is. */
  closeCase(path: VaultPath): void {
    this.openCases.closed(path)
    if (this.caseNote.path === path) this.go({ view: 'cases', path: null })
  }

  /** Frames an article from the case and opens it; the one it has already, when there is one. */
  async frame(path: VaultPath): Promise<void> {
    const changed = await this.tryChange({ do: 'frame-article', case: path }, 'Article framed and linked')
    if (changed) await this.open(changed.path, 'article')
  }

  /** Puts an article beside the case, or takes it away: the one read last, else one the case used, else the best suggestion. */
  async toggleSplit(): Promise<void> {
    if (this.splitNote.path !== null) return this.splitNote.show(null)
    const linked = this.caseNote.view?.links.findLast((link) => link.path !== null)?.path
    const path = this.articleNote.path ?? linked ?? this.suggestions.answer?.articles[0]?.path ?? null
    if (path === null)
      this.toasts.say(
        'No article to show beside the case',
        null,
        `Find one${this.commands.hint('find.open') ? ` with ${this.commands.hint('find.open')}` : ''} and open it.`,
      )
    else await this.splitNote.show(path)
  }

  /** Opens a note where its kind is read; asks for the kind when it is not known. */
  async open(path: VaultPath, kind?: NoteKind): Promise<void> {
    try {
      const found = kind ?? (await this.client.call('get_note', { path })).kind
      if (found === 'article' && this.router.now.view === 'cases' && this.splitNote.path !== null) {
        await this.splitNote.show(path)
        return
      }
      this.go({ view: found === 'case' ? 'cases' : found === 'path' ? 'paths' : 'articles', path })
    } catch (error) {
      this.toasts.fail(asCasebookError(error))
    }
  }

  async openAttachment(path: VaultPath): Promise<void> {
    await this.#orSay(this.client.call('open_attachment', { path }))
  }

  openExternal(url: string): void {
    void this.#orSay(this.client.call('open_external', { url }))
  }

  /** Does one undoable step. Throws when it is not on disk; the caller keeps what was typed. */
  change(change: Change, said: string): Promise<Changed> {
    return this.changes.make(change, said)
  }

  /** A file was kept with a note: it can be undone like any other step. */
  tookFile(attached: Attached): void {
    const name = attached.path.slice(attached.path.lastIndexOf('/') + 1)
    const said = attached.undo === null ? `${name} was attached before` : `Attached ${name}`
    this.changes.took(attached, said)
  }

  /** Does one step whose failure needs no more than words. */
  async tryChange(change: Change, said: string): Promise<Changed | null> {
    try {
      return await this.change(change, said)
    } catch (error) {
      this.toasts.fail(asCasebookError(error))
      return null
    }
  }

  async link(article: VaultPath, how: LinkUse, query: string | null): Promise<boolean> {
    const target = this.caseNote.path
    if (!target) {
      this.toasts.say('No case is open', null, 'Open the case first, then link the article to it.')
      return false
    }
    const name = this.caseNote.view?.case?.ref ?? this.caseNote.view?.title ?? 'the case'
    const change: Change = { do: 'link-article', case: target, article, how, query }
    return (await this.tryChange(change, `${useWord[how]}: linked to ${name}`)) !== null
  }

  async copy(text: string, said: string, more: string | null = null): Promise<boolean> {
    try {
      await this.client.call('copy_text', { text })
      this.toasts.say(said, null, more)
      return true
    } catch (error) {
      this.toasts.fail(asCasebookError(error))
      return false
    }
  }

  async prefer(preferences: Preferences): Promise<void> {
    const told = await this.#takeFrom(this.client.call('set_preferences', preferences))
    if (told && preferences.me !== undefined) void this.queue.load()
  }

  async setNotifications(notifications: Notifications): Promise<void> {
    await this.#takeFrom(this.client.call('set_notifications', { notifications }))
  }

  async popOut(path: VaultPath): Promise<void> {
    await this.#orSay(this.client.call('pop_out', { path }))
  }

  async toggleNarrow(): Promise<void> {
    await this.#orSay(this.client.call('toggle_narrow', { window: this.client.window }))
  }

  /** Moves a note to the trash and puts it away. */
  async trash(path: VaultPath): Promise<void> {
    const changed = await this.tryChange({ do: 'trash', path }, 'Moved to the trash')
    if (!changed) return
    this.openCases.closed(path)
    const { view } = this.router.now
    if (this.noteOnShow === path && (view === 'cases' || view === 'articles')) this.go({ view, path: null })
  }

  /** After a purge: nothing the window holds may be kept again. */
  forgetPurged(): void {
    this.changes.forget()
    this.duplicates = null
    this.askedLast = ''
    this.view.read(null, this.vault?.root)
    void this.caseNote.show(null)
    void this.articleNote.show(null)
    void this.splitNote.show(null)
    void this.openCases.restore()
    this.explorer.begin()
    this.refresh()
  }

  /** Opens a folder as the vault, the one that is asked for when none is given. Says whether a vault is open then. */
  chooseVault(path: string | null = null): Promise<boolean> {
    return this.#takeVault(
      path === null ? this.client.call('choose_vault', {}) : this.client.call('open_vault', { path }),
    )
  }

  /** Looks whether missing notes are back, or takes over that they are gone. */
  settleMissing(command: 'look_again' | 'accept_missing'): Promise<boolean> {
    return this.#takeFrom(this.client.call(command, {}))
  }

  openSample(): Promise<boolean> {
    return this.#takeVault(this.client.call('open_sample', {}))
  }

  async #takeVault(answer: Promise<AppStatus>): Promise<boolean> {
    return (await this.#takeFrom(answer)) && this.vault !== null
  }

  /** Takes over the status something was answered with, in the order of asking; false when it was refused, which is said. */
  async #takeFrom(answer: Promise<AppStatus>): Promise<boolean> {
    const counts = this.#statuses.begin()
    const heard = this.#heard
    try {
      const status = await answer
      if (counts()) this.take(status)
      if (heard !== this.#heard) void this.reloadStatus()
      return true
    } catch (error) {
      this.toasts.fail(asCasebookError(error))
      return false
    }
  }

  /** For what needs no more than words when it fails. */
  async #orSay(answer: Promise<unknown>): Promise<void> {
    await answer.catch((error: unknown) => this.toasts.fail(asCasebookError(error)))
  }

  /** Goes on with the path read last, else shows the paths. */
  resumePath(): void {
    this.go({ view: 'paths', path: this.learning.resumable?.path ?? null })
  }

  async forgetVault(path: string): Promise<void> {
    await this.#takeFrom(this.client.call('forget_vault', { path }))
  }

  /** Asks again for all that is on show; many calls in a row become two. */
  readonly refresh = throttle(
    () => (this.vault?.indexing ? REFRESH_WHILE_INDEXING_MS : REFRESH_MS),
    () => {
      void this.queue.refresh()
      void this.articles.refresh()
      void this.problems.refresh()
      void this.drafts.load()
      this.explorer.refresh()
      void this.caseNote.reload()
      void this.articleNote.reload()
      void this.splitNote.reload()
      void this.suggestions.load(this.caseNote.path)
      void this.customer.load(this.caseNote.path)
      void this.learning.refresh()
      void this.overview.refresh()
      void this.reloadStatus()
    },
  )

  /** Takes back a note just made, and goes on with one that says the same. */
  async useInstead({ path, kind }: Hit): Promise<void> {
    const undo = this.duplicates?.undo ?? null
    if (undo === null || !(await this.changes.takeBack(undo))) return
    this.duplicates = null
    await this.open(path, kind)
  }

  /** A note that may say the same is seen to. */
  leaveOut(path: VaultPath): void {
    if (this.duplicates)
      this.duplicates = { ...this.duplicates, hits: this.duplicates.hits.filter((hit) => hit.path !== path) }
  }

  #changed(changed: Changed): void {
    if (changed.possible_duplicates.length > 0)
      this.duplicates = { of: changed.path, undo: changed.undo, hits: changed.possible_duplicates }
    this.refresh()
  }

  /** What is due soon changes by itself. */
  #tick(): void {
    this.now = Date.now()
    if (this.vault) void this.queue.refresh()
  }

  #show(route: Route): void {
    if (this.alone === null) this.view.keep(route)
    if (route.view === 'cases') {
      if (route.path !== this.caseNote.path) {
        void this.caseNote.show(route.path)
        void this.suggestions.load(route.path)
        void this.customer.load(route.path)
      }
      if (route.path !== null && this.alone === null) this.openCases.opened(route.path)
      if (this.vault && this.alone === null)
        void this.client.call('set_active_case', { path: route.path }).catch(() => undefined)
    }
    if (route.view === 'articles') {
      if (!this.articles.head) void this.articles.load(route.path)
      void this.articleNote.show(route.path)
    }
    if (route.view === 'problems') void this.problems.load()
    if (this.vault) void this.drafts.load()
    if (route.view === 'paths') {
      void this.learning.load()
      void this.learning.show(route.path)
    }
  }

  /** Asks how the app is now; what is known stays when that cannot be said. */
  async reloadStatus(): Promise<void> {
    await this.#askStatus().catch(() => undefined)
  }

  /** Takes over the status, unless a newer answer was there first. */
  async #askStatus(after: Promise<unknown> = Promise.resolve()): Promise<void> {
    const counts = this.#statuses.begin()
    let heard: number
    let status: AppStatus
    do {
      heard = this.#heard
      ;[status] = await Promise.all([this.client.call('get_status', {}), after])
    } while (heard !== this.#heard)
    if (counts()) this.take(status)
  }
}

/** `41 % indexed`, or how many notes are. */
export function indexedWords(vault: VaultStatus): string {
  const { indexing } = vault
  if (!indexing) return `${many(vault.notes, 'note')} indexed`
  if (indexing.total === 0) return 'Looking through the folder'
  return `${Math.floor((100 * indexing.done) / indexing.total)} % indexed`
}

const KEY = Symbol('app')

export function provideApp(app: App): void {
  setContext(KEY, app)
}

export function useApp(): App {
  return getContext<App>(KEY)
}
