/** Notes that may say the same as the one about to be made, looked for as it is typed. */
import type { Hit, NewNoteWords } from '../bindings'
import type { Client } from '../client'
import { Latest } from './latest'

const LOOK_AFTER_MS = 150
const SHORTEST = 3

export class Similar {
  hits = $state.raw<readonly Hit[]>([])
  readonly #latest = new Latest()

  constructor(private readonly client: Client) {}

  /** Looks for these words once they rest. Call the answer when there are others. */
  look(words: NewNoteWords): () => void {
    const timer = setTimeout(() => {
      const isLong = words.title.trim().length >= SHORTEST || (words.ref ?? '').trim().length >= SHORTEST
      if (!isLong) return void (this.hits = [])
      void this.#latest.ask(
        this.client.call('find_duplicates', words),
        (hits) => (this.hits = hits),
        () => (this.hits = []),
      )
    }, LOOK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      this.#latest.drop()
    }
  }
}
