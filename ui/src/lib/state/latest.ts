/**
 * Answers that come late. A question may be asked again before its answer is here, and answers come in any order; who
 * asks through one of these hears only those that still count. Nothing is cancelled: a late answer is left unheard.
 */
import { asCasebookError, type CasebookError } from '../client'

export interface Question {
  /** Counts up with each question. */
  readonly number: number
  /** Whether nothing newer was asked since. */
  isLatest(): boolean
}

/** Only the answer to the latest question counts. */
export class Latest {
  #number = 0

  /** A new question: the answers to all before it are late. */
  begin(): Question {
    this.#number += 1
    return this.join()
  }

  /** One more part of the latest question. */
  join(): Question {
    const number = this.#number
    return { number, isLatest: () => number === this.#number }
  }

  /** Nothing that was asked up to now counts any more. */
  drop(): void {
    this.#number += 1
  }

  /** Asks; what comes of it is heard unless it is late. Settles once the answer is here; a failure rejects nothing. */
  async ask<T>(
    answer: Promise<T>,
    take: (answer: T) => void,
    fail: (error: CasebookError) => void = () => undefined,
  ): Promise<void> {
    const question = this.begin()
    const hear = await answer.then(
      (value) => () => take(value),
      (error: unknown) => () => fail(asCasebookError(error)),
    )
    if (question.isLatest()) hear()
  }
}

/** An answer counts as long as no newer one is here: what is known so far shows while more is under way. */
export class InOrder {
  #number = 0
  #here = 0

  /** A new question. Call the answer when its own is here: it says whether that counts. */
  begin(): () => boolean {
    const number = ++this.#number
    return () => {
      if (number < this.#here) return false
      this.#here = number
      return true
    }
  }
}

/** One question under way at a time: of all that is asked meanwhile, the latest follows. */
export class OneByOne {
  readonly #latest = new Latest()
  #asking: Promise<void> | null = null
  #wanted = false

  /** `work` asks what is to be asked by then; it handles its own failures. */
  constructor(private readonly work: (question: Question) => Promise<void>) {}

  ask(): void {
    this.#latest.drop()
    this.#wanted = true
    this.#asking ??= this.#untilLatest()
  }

  /** There is nothing to ask any more. */
  drop(): void {
    this.#latest.drop()
    this.#wanted = false
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    await this.#asking
  }

  async #untilLatest(): Promise<void> {
    try {
      let question: Question
      do {
        question = this.#latest.join()
        await this.work(question)
      } while (this.#wanted && !question.isLatest())
    } finally {
      this.#asking = null
    }
  }
}
