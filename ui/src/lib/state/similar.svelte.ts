/** Notes that may say the same as the one about to be made, looked for as it is typed. */
import type { Hit, NoteKind } from '../bindings'
import type { Client } from '../client'
import { Latest } from './latest'

const LOOK_AFTER_MS = 120
const MOST = 3
const SHORTEST = 3

export class Similar {
  hits = $state.raw<readonly Hit[]>([])
  readonly #latest = new Latest()

  constructor(
    private readonly client: Client,
    private readonly kind: NoteKind,
  ) {}

  /** Looks for these words once they rest. Call the answer when there are others. */
  look(words: string): () => void {
    const { kind } = this
    const text = words.trim()
    const timer = setTimeout(() => {
      if (text.length < SHORTEST) return void (this.hits = [])
      const request = { text, kind, filters: [], limit: MOST, number: 0 }
      void this.#latest.ask(
        this.client.call('search', request),
        ({ hits }) => (this.hits = hits.filter((hit) => hit.kind === kind).slice(0, MOST)),
        () => (this.hits = []),
      )
    }, LOOK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      this.#latest.drop()
    }
  }
}
