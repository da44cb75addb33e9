/**
 * One text under edit that saves itself: after 300 ms of quiet, or at once when the field is left. Each save says what it
 * started from; when the file says something else by then, the two are brought together where they changed different
 * things, and else both stay until a person chooses. Nothing is overwritten.
 */
import type { MergedPart } from '../bindings'
import { asCasebookError, type CasebookError } from '../client'
import { allAgree, joined } from '../text/merged'

const QUIET_MS = 300
/** While somebody types without a pause, the draft is kept this often: within a second, writing it included. */
const DRAFT_MS = 700

export interface Kept {
  from: string
  text: string
}

export interface Saving {
  /** Puts `to` where `from` was. Rejects with the code `conflict` when that is not what the file says. */
  save: (from: string, to: string) => Promise<void>
  /** Asks for the file again; the answer comes by `SavedText.onDisk`. */
  reload: () => void
  /** Keeps what is not saved yet where a crash cannot reach it; `null` forgets it. */
  keep: (kept: Kept | null) => void
  /** Brings two texts that started from the same one together; without it a person always chooses. */
  merge?: (base: string, mine: string, theirs: string) => Promise<readonly MergedPart[]>
  /** Says that what somebody else wrote is in the text now. */
  merged?: () => void
  /** Whether two texts are the same on disk; by default blank lines around them do not count. */
  same?: (a: string, b: string) => boolean
}

/** Blank lines around a text and trailing line ends are not the text's. */
export function same(a: string, b: string): boolean {
  return a === b || bare(a) === bare(b)
}
function bare(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

export class SavedText {
  text = $state('')
  /** What the file says, when it and the edit have parted. */
  theirs = $state<string | null>(null)
  /** The two brought together as far as they can be, when a person has to choose the rest. */
  parts = $state.raw<readonly MergedPart[] | null>(null)
  /** Why the last save failed; it is tried again with the next key stroke. */
  error = $state.raw<CasebookError | null>(null)
  isSaving = $state(false)
  #base = $state('')
  /** What the file said before our latest saves: a slow answer may still say so. */
  #before: string[] = []
  #doubt: string | null = null
  /** What the text was before it and the file parted. */
  #began = ''
  #seen: string | null = null
  #quiet: ReturnType<typeof setTimeout> | undefined
  #draft: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null

  readonly #io: Saving

  readonly #same: (a: string, b: string) => boolean

  constructor(text: string, io: Saving) {
    this.text = this.#base = text
    this.#io = io
    this.#same = io.same ?? same
  }

  get isDirty(): boolean {
    return !this.#same(this.text, this.#base)
  }

  get base(): string {
    return this.#base
  }

  /** Goes on with what a crash or a closed window left. */
  resume({ from, text }: Kept): void {
    if (this.#same(text, this.#base)) return this.#io.keep(null)
    this.text = text
    if (this.#same(from, this.#base)) this.#wait()
    else this.#part(from, this.#base)
  }

  type(text: string): void {
    this.text = text
    this.error = null
    this.#draft ??= setTimeout(() => this.#keep(), DRAFT_MS)
    if (this.theirs === null) return this.#wait()
    // What was to be chosen from lacks what is typed now.
    this.parts = null
    this.#waitToMerge()
  }

  /** Saves now what waits. Answers when it is on disk, or is known not to be. */
  async flush(): Promise<void> {
    clearTimeout(this.#quiet)
    this.#quiet = undefined
    if (this.isDirty) this.#keep()
    while (this.isDirty && this.theirs === null && this.error === null) await this.#save()
    await this.#running
  }

  /** Says what the file says now. */
  onDisk(disk: string): void {
    if (this.isSaving) {
      this.#seen = disk
      return
    }
    if (this.#same(disk, this.#base)) {
      this.#base = disk
      this.#doubt = null
      // What they wrote was taken back: there is nothing to choose any more.
      if (this.theirs !== null) {
        this.#agreed()
        this.#wait()
      }
      return
    }
    if (this.#before.some((old) => this.#same(old, disk)) && this.#doubt !== disk) {
      this.#doubt = disk
      this.#io.reload()
      return
    }
    this.#doubt = null
    if (this.#same(disk, this.text)) {
      this.#base = disk
      this.#agreed()
      this.#saved()
    } else if (!this.isDirty) {
      this.#base = this.text = disk
      this.#agreed()
    } else {
      this.#part(this.#base, disk)
    }
  }

  /** Of two texts that parted, saves this one over the file's. */
  keepMine(): Promise<void> {
    return this.settle(this.text)
  }

  /** Of two texts that parted, saves this one, into which both went. */
  settle(text: string): Promise<void> {
    this.text = text
    if (this.theirs !== null) this.#base = this.theirs
    this.#agreed()
    this.error = null
    return this.flush()
  }

  /** Of two texts that parted, goes on with the file's. Answers what was given up. */
  takeTheirs(): string {
    const mine = this.text
    if (this.theirs !== null) this.#base = this.text = this.theirs
    this.#agreed()
    this.error = null
    this.#saved()
    return mine
  }

  /** The text began as `from`, and the file says `theirs`. */
  #part(from: string, theirs: string): void {
    clearTimeout(this.#quiet)
    this.#began = from
    this.theirs = theirs
    this.#keep()
    void this.#bringTogether()
  }

  #agreed(): void {
    this.theirs = null
    this.parts = null
  }

  async #bringTogether(): Promise<void> {
    const merge = this.#io.merge
    if (!merge || this.theirs === null) return
    const [mine, theirs] = [this.text, this.theirs]
    let parts: readonly MergedPart[]
    try {
      parts = await merge(this.#began, mine, theirs)
    } catch {
      // Both texts are there to choose from.
      return
    }
    if (this.theirs !== theirs) return
    if (this.text !== mine) return this.#waitToMerge()
    if (!allAgree(parts)) {
      this.parts = parts
      return
    }
    this.#base = theirs
    this.text = joined(parts)
    this.#agreed()
    this.#io.merged?.()
    this.#wait()
  }

  #waitToMerge(): void {
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => void this.#bringTogether(), QUIET_MS)
  }

  #wait(): void {
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => void this.#save(), QUIET_MS)
  }

  #save(): Promise<void> {
    this.#running ??= this.#saveOnce().finally(() => (this.#running = null))
    return this.#running
  }

  async #saveOnce(): Promise<void> {
    if (!this.isDirty || this.theirs !== null) return
    const [from, to] = [this.#base, this.text]
    this.isSaving = true
    this.#seen = null
    let parted = false
    try {
      await this.#io.save(from, to)
      this.#before = [...this.#before.slice(-20), from]
      this.#base = to
      this.error = null
      if (this.isDirty) this.#wait()
      else this.#saved()
    } catch (thrown) {
      const error = asCasebookError(thrown)
      parted = error.code === 'conflict'
      this.error = parted ? null : error
      this.#keep()
    }
    this.isSaving = false
    const seen: string | null = this.#seen
    if (seen !== null && !this.#same(seen, from)) this.onDisk(seen)
    if (parted && this.theirs === null) {
      this.#before = []
      this.#io.reload()
    }
  }

  #saved(): void {
    clearTimeout(this.#draft)
    this.#draft = undefined
    this.#io.keep(null)
  }

  #keep(): void {
    clearTimeout(this.#draft)
    this.#draft = undefined
    this.#io.keep(this.isDirty ? { from: this.#base, text: this.text } : null)
  }
}
