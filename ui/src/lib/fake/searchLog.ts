/** What was searched for in the fake vault. */
import type { Asked, Remembered, SearchLog, Searched, Unanswered } from '../bindings'
import { toMoment } from '../text/time'

interface Kept {
  asked: Asked
  hits: number
  rank: number | null
  at: number
}

export class FakeSearchLog {
  #kept: Kept[] = []

  constructor(private readonly clock: () => number) {}

  remember({ text, chosen, held, hits, opened }: Searched, isKept: boolean): Remembered {
    const { customer: _name, ...rest } = chosen
    const asked = { text: held ? '0x2746' : text.replace(/\S+@\S+/g, '').trim(), chosen: rest }
    const isPasted = held || text.includes('\n')
    if (!isKept || (asked.text === '' && Object.keys(rest).length === 0)) return { kept: null, recent: this.recent() }
    const last = this.#kept[0]
    const isSame = last && last.rank === null && asked.text.startsWith(last.asked.text)
    if (isSame) this.#kept.shift()
    this.#kept.unshift({ asked, hits, rank: opened?.rank ?? null, at: this.clock() })
    return { kept: isPasted ? null : asked, recent: this.recent() }
  }

  recent(): Asked[] {
    const each = new Map(this.#kept.toReversed().map(({ asked }) => [JSON.stringify(asked), asked]))
    // The newest of each, the newest first.
    const order = this.#kept.map(({ asked }) => JSON.stringify(asked))
    const texts = [...new Set(order)].map((key) => each.get(key)).filter((one) => one !== undefined)
    return texts.filter(({ text }) => !text.includes('\n')).slice(0, 12)
  }

  forget(text?: string): Record<string, never> {
    this.#kept = text === undefined ? [] : this.#kept.filter(({ asked }) => asked.text !== text)
    return {}
  }

  summed(isKept: boolean, found: (text: string) => number): SearchLog {
    const ranks = this.#kept.flatMap(({ rank }) => (rank === null ? [] : [rank])).sort((a, b) => a - b)
    const groups = new Map<string, Unanswered>()
    for (const { asked, hits, at } of this.#kept) {
      if (hits > 0 || asked.text === '') continue
      const one = groups.get(asked.text) ?? { text: asked.text, times: 0, last: toMoment(at), now: found(asked.text) }
      groups.set(asked.text, { ...one, times: one.times + 1 })
    }
    const oldest = this.#kept.at(-1)
    return {
      kept: isKept,
      searches: this.#kept.length,
      since: oldest ? toMoment(oldest.at) : null,
      opened: ranks.length,
      first_three: ranks.filter((rank) => rank <= 3).length,
      median_rank: ranks[Math.floor(ranks.length / 2)] ?? null,
      without_result: [...groups.values()].sort((a, b) => b.times - a.times),
    }
  }
}
