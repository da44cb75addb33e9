/** Onboarding paths: the list with progress, the path on show, the step it is at, and the note that is read for it. */
import type { PathRow, PathView, StepView, VaultPath } from '../bindings'
import type { CasebookError, Client } from '../client'
import { Latest } from './latest'
import { OpenNote } from './note.svelte'

/** A step counts as being read once it has been on show for so long. */
const VISIT_AFTER_MS = 400

export class Learning {
  paths = $state.raw<PathRow[] | null>(null)
  listError = $state.raw<CasebookError | null>(null)
  /** The path on show; `at` is where on it. */
  path = $state<VaultPath | null>(null)
  view = $state.raw<PathView | null>(null)
  error = $state.raw<CasebookError | null>(null)
  at = $state(1)
  /** A note a link of the step led to, read in its place. */
  followed = $state<VaultPath | null>(null)
  readonly note: OpenNote
  readonly #lists = new Latest()
  readonly #views = new Latest()
  /** The path on show has not been read yet: whichever answer comes first goes to the step to go on with. */
  #entering = false
  #visit: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly client: Client) {
    this.note = new OpenNote(client)
  }

  readonly step: StepView | null = $derived(this.view?.plan.find((step) => step.number === this.at) ?? null)

  /** The path read last that is not finished. */
  readonly resumable: PathRow | null = $derived(
    (this.paths ?? [])
      .filter((row) => row.read_at !== null && row.next !== null)
      .sort((a, b) => Date.parse(b.read_at ?? '') - Date.parse(a.read_at ?? ''))[0] ?? null,
  )

  async load(): Promise<void> {
    await this.#lists.ask(
      this.client.call('list_paths', {}),
      (paths) => {
        this.paths = paths
        this.listError = null
      },
      (error) => (this.listError = error),
    )
  }

  /** Asks again for all that is on show. */
  async refresh(): Promise<void> {
    if (this.paths || this.listError) void this.load()
    if (this.path === null) return
    await this.#ask()
    await this.note.reload()
  }

  /** Another vault: nothing of the one before is left. */
  forget(): void {
    clearTimeout(this.#visit)
    this.#lists.drop()
    this.#views.drop()
    this.paths = null
    this.path = null
    this.view = null
    this.error = null
    this.followed = null
    void this.note.show(null)
  }

  /** Shows a path at the step to go on with; one that is on show already stays where it is. */
  async show(path: VaultPath | null): Promise<void> {
    if (path === this.path) return
    clearTimeout(this.#visit)
    this.path = path
    this.view = null
    this.error = null
    this.followed = null
    void this.note.show(null)
    if (path === null) return this.#views.drop()
    this.#entering = true
    await this.#ask()
  }

  /** Goes to a step, if there is one with that number. */
  go(number: number): boolean {
    const step = this.view?.plan.find((candidate) => candidate.number === number)
    if (!step) return false
    this.at = number
    this.followed = null
    void this.note.show(step.path)
    clearTimeout(this.#visit)
    const { path } = this
    const { key } = step
    if (path !== null && key !== null) {
      this.#visit = setTimeout(() => {
        void this.client.call('visit_step', { path, step: key }).then(
          () => this.load(),
          // The place is a convenience: without it the path goes on at its first open step.
          () => undefined,
        )
      }, VISIT_AFTER_MS)
    }
    return true
  }

  move(by: number): boolean {
    return this.go(this.at + by)
  }

  /** Reads a note that the step, or what it leads to, links to. */
  follow(path: VaultPath): void {
    this.followed = path === this.step?.path ? null : path
    void this.note.show(path)
  }

  /** Back from a followed link; false when there was none. */
  unfollow(): boolean {
    if (this.followed === null) return false
    this.followed = null
    void this.note.show(this.step?.path ?? null)
    return true
  }

  /** Ticks a step, the one on show when none is named, or takes its tick back. Throws when that cannot be kept. */
  async tick(done: boolean, step: StepView | null = this.step): Promise<void> {
    const { path } = this
    if (path === null || !step?.key) return
    const view = await this.client.call('tick_step', { path, step: step.key, done })
    if (this.path !== path) return
    this.#views.drop()
    this.view = view
    void this.load()
  }

  /** Ticks the step on show and goes on. Says whether there was a step to go to. */
  async next(): Promise<boolean> {
    const at = this.at
    if (this.step?.key && (this.step.done === null || this.step.changed)) await this.tick(true)
    return this.at === at && this.move(1)
  }

  /** Reads the path on show anew. */
  async #ask(): Promise<void> {
    const { path } = this
    if (path === null) return
    await this.#views.ask(
      this.client.call('get_path', { path }),
      (view) => this.#take(view),
      (error) => (this.error = error),
    )
  }

  #take(view: PathView): void {
    this.view = view
    this.error = null
    if (this.#entering) {
      this.#entering = false
      this.go(view.next ?? 1)
      return
    }
    const step = view.plan.find((candidate) => candidate.number === this.at)
    if (!step && view.plan.length > 0) this.at = Math.min(this.at, view.plan.length)
    // The step may lead elsewhere now.
    if (step && this.followed === null && this.note.path !== null && step.path !== this.note.path)
      void this.note.show(step.path)
  }
}

/** `step 3 of 8`. */
export function place(row: PathRow): string {
  return `step ${row.next ?? row.length} of ${row.length}`
}
