/** Undoable steps: what was done, what can be taken back, and what can be done again. Each step says so. */
import type { Change, Changed, Progress } from '../bindings'
import { asCasebookError, type Client } from '../client'
import { many } from '../text/words'
import type { Toasts } from './toasts.svelte'

/** A change on disk: the number that takes it back, and what it was said to be. */
interface Step {
  undo: number
  said: string
}

export class Changes {
  savedAt = $state<string | null>(null)
  /** How far a change of many notes is, while one runs long enough to say so. */
  running = $state.raw<Progress | null>(null)
  #undoable = $state.raw<readonly Step[]>([])
  #redoable = $state.raw<readonly Step[]>([])
  /** One at a time, in the order they were asked for. */
  #line: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly client: Client,
    private readonly toasts: Toasts,
    /** Called when a change is on disk. */
    private readonly onDone: (changed: Changed) => void,
  ) {}

  get canUndo(): boolean {
    return this.#undoable.length > 0
  }

  get canRedo(): boolean {
    return this.#redoable.length > 0
  }

  /** Another vault: its steps are not these. */
  forget(): void {
    this.#undoable = []
    this.#redoable = []
  }

  /** Does one step; what is said of it may depend on how it went. Throws when it is not on disk; the caller keeps what was typed. */
  async make(change: Change, words: string | ((changed: Changed) => string)): Promise<Changed> {
    const changed = await this.client.call('change', { change })
    const said = typeof words === 'string' ? words : words(changed)
    const { undo } = changed
    this.#redoable = []
    if (undo !== null) this.#undoable = [...this.#undoable, { undo, said }]
    const action = { label: 'Undo', command: 'change.undo', run: () => void this.#takeBack(undo) } as const
    this.toasts.say(said, undo === null ? null : action)
    this.#done(changed)
    return changed
  }

  /** Does several changes of one note as one step, said once. When one of them throws, those before it are a step. */
  async together(changes: readonly Change[], said: string): Promise<void> {
    let amends: number | null = null
    try {
      for (const change of changes) amends = (await this.save(change, said, amends)).undo
    } finally {
      const undo = amends
      const action = { label: 'Undo', command: 'change.undo', run: () => void this.#takeBack(undo) } as const
      if (undo !== null) this.toasts.say(said, action)
    }
  }

  /**
   * Saves in silence. All saves of one sitting are one step to take back: hand the answer's `undo`, `null` too, to the next one as
   * `amends`. Throws when it is not on disk.
   */
  async save(change: Change, said: string, amends: number | null): Promise<Changed> {
    const changed = await this.client.call('change', amends === null ? { change } : { change, amends })
    const { undo } = changed
    this.#redoable = []
    // No number: this save brought back what the sitting had changed, so there is no step any more.
    const others = this.#undoable.filter((step) => step.undo !== amends)
    this.#undoable = undo === null ? others : [...others, { undo, said }]
    this.#done(changed)
    return changed
  }

  /** Takes over a step that was done by other means than a change of a note's text. */
  took({ undo, at }: { undo: number | null; at: string }, said: string): void {
    this.savedAt = at
    this.#redoable = []
    if (undo !== null) this.#undoable = [...this.#undoable, { undo, said }]
    const action = { label: 'Undo', command: 'change.undo', run: () => void this.#takeBack(undo) } as const
    this.toasts.say(said, undo === null ? null : action)
  }

  /** Stops the change of many notes that runs: what is changed by then stays, and can be taken back. */
  async stop(): Promise<void> {
    await this.client.call('stop_changing', {}).catch((error) => this.toasts.fail(asCasebookError(error)))
  }

  undo(): Promise<void> {
    return this.#takeBack(null)
  }

  /** Takes back the step with this number; whether that went well. */
  async takeBack(undo: number): Promise<boolean> {
    let isTaken = false
    await this.#takeBack(undo, () => (isTaken = true))
    return isTaken
  }

  redo(): Promise<void> {
    return this.#inLine(async () => {
      const step = this.#redoable.at(-1)
      if (!step) return void this.toasts.say('Nothing to redo')
      this.#redoable = this.#redoable.slice(0, -1)
      const changed = await this.#call(step)
      if (!changed) return
      const { undo } = changed
      if (undo !== null) this.#undoable = [...this.#undoable, { undo, said: step.said }]
      const action = { label: 'Undo', command: 'change.undo', run: () => void this.#takeBack(undo) } as const
      this.toasts.say('Done again', undo === null ? null : action, step.said)
      this.#done(changed)
    })
  }

  /** Takes back one step, the last when none is named. */
  #takeBack(undo: number | null, onTaken = (): unknown => undefined): Promise<void> {
    return this.#inLine(async () => {
      const step = undo === null ? this.#undoable.at(-1) : this.#undoable.find((one) => one.undo === undo)
      if (!step) return void this.toasts.say('Nothing to undo')
      this.#undoable = this.#undoable.filter((other) => other !== step)
      const changed = await this.#call(step)
      if (!changed) return
      const { undo: again } = changed
      const rest = (changed.many?.left ?? 0) + (changed.many?.refused.length ?? 0)
      // What was stopped, or refused now, can be taken back later.
      if (rest > 0) this.#undoable = [...this.#undoable, step]
      onTaken()
      if (again !== null) this.#redoable = [...this.#redoable, { undo: again, said: step.said }]
      const action = { label: 'Redo', command: 'change.redo', run: () => void this.redo() } as const
      const undone = rest > 0 ? `Undone, but for ${many(rest, 'note')}` : 'Undone'
      this.toasts.say(undone, again === null ? null : action, step.said)
      this.#done(changed)
    })
  }

  async #call(step: Step): Promise<Changed | null> {
    try {
      return await this.client.call('undo', { undo: step.undo })
    } catch (error) {
      this.toasts.fail(asCasebookError(error))
      return null
    }
  }

  #inLine(work: () => Promise<void>): Promise<void> {
    const next = this.#line.then(work)
    this.#line = next
    return next
  }

  #done(changed: Changed): void {
    this.savedAt = changed.at
    this.onDone(changed)
  }
}
