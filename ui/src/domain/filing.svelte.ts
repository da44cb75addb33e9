/** Files on their way into the text that is being written: pasted, dropped or chosen; and the paste too long for a text. */
import { attachDropped, attachFiles, attachText, chooseAttachments, linksOf } from '../lib/attach'
import type { Attached, VaultPath } from '../lib/bindings'
import type { App } from '../lib/state/app.svelte'

export class Filing {
  busy = $state(false)
  /** A paste longer than this only goes into a file: it would make every reading of the note slow. In UTF-16 code units. */
  static readonly MOST_IN_TEXT = 2_000_000
  /** A very long paste, until the user says what to do with it. */
  long = $state.raw<string | null>(null)
  /** How much of it is in its file, while it is put there. In UTF-16 code units. */
  over = $state<number | null>(null)

  constructor(
    private readonly app: App,
    private readonly note: VaultPath,
    /** Puts Markdown where the caret is. */
    private readonly insert: (markdown: string) => void,
  ) {}

  take(dropped: string[]): Promise<boolean> {
    return this.#keep(attachDropped(this.app, this.note, dropped))
  }

  choose(): Promise<boolean> {
    return this.#keep(chooseAttachments(this.app, this.note))
  }

  /** Pasted files. */
  keep(pasted: File[]): Promise<boolean> {
    return this.#keep(attachFiles(this.app, this.note, pasted))
  }

  async attachLong(): Promise<void> {
    if (this.long === null) return
    const stamp = new Date().toISOString().slice(0, 16).replace(/[T:]/g, '-')
    this.over = 0
    const kept = attachText(this.app, this.note, `pasted-${stamp}.log`, this.long, (chars) => (this.over = chars))
    if (await this.#keep(kept.then((one) => (one ? [one] : [])))) this.long = null
    this.over = null
  }

  pasteLong(): void {
    const text = this.long ?? ''
    this.long = null
    this.insert(text)
  }

  async #keep(keeping: Promise<Attached[]>): Promise<boolean> {
    this.busy = true
    try {
      const kept = await keeping
      if (kept.length > 0) this.insert(linksOf(kept))
      return kept.length > 0
    } finally {
      this.busy = false
    }
  }
}
