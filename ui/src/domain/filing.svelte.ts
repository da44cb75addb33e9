/** Files on their way into the text that is being written: pasted, dropped or chosen; and the paste too long for a text. */
import {
  attachBytes,
  attachDropped,
  attachFiles,
  chooseAttachments,
  linksOf,
  LONG_PASTE_CHARS,
  pastedFiles,
} from '../lib/attach'
import type { Attached, VaultPath } from '../lib/bindings'
import type { App } from '../lib/state/app.svelte'

export class Filing {
  busy = $state(false)
  /** A very long paste, until the user says what to do with it. */
  long = $state.raw<string | null>(null)

  constructor(
    private readonly app: App,
    private readonly note: VaultPath,
    /** Puts Markdown where the caret is. */
    private readonly insert: (markdown: string) => Promise<void>,
  ) {}

  take(dropped: string[]): Promise<boolean> {
    return this.#keep(attachDropped(this.app, this.note, dropped))
  }

  choose(): Promise<boolean> {
    return this.#keep(chooseAttachments(this.app, this.note))
  }

  paste(event: ClipboardEvent): void {
    const files = pastedFiles(event.clipboardData)
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (files.length > 0) {
      event.preventDefault()
      void this.#keep(attachFiles(this.app, this.note, files))
    } else if (text.length > LONG_PASTE_CHARS) {
      event.preventDefault()
      this.long = text
    }
  }

  async attachLong(): Promise<void> {
    if (this.long === null) return
    const stamp = new Date().toISOString().slice(0, 16).replace(/[T:]/g, '-')
    const kept = attachBytes(this.app, this.note, `pasted-${stamp}.log`, new TextEncoder().encode(this.long))
    if (await this.#keep(kept.then((one) => (one ? [one] : [])))) this.long = null
  }

  pasteLong(): void {
    const text = this.long ?? ''
    this.long = null
    void this.insert(text)
  }

  async #keep(keeping: Promise<Attached[]>): Promise<boolean> {
    this.busy = true
    try {
      const kept = await keeping
      if (kept.length > 0) await this.insert(linksOf(kept))
      return kept.length > 0
    } finally {
      this.busy = false
    }
  }
}
