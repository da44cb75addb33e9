import { describe, expect, it } from 'vitest'

import { CasebookError } from '../client'
import { InOrder, Latest, OneByOne, type Question } from './latest'

/** A question whose answer comes when the test says so. */
function asked<T>() {
  let answer!: (value: T) => void
  let fail!: (error: unknown) => void
  const promise = new Promise<T>((resolve, reject) => ((answer = resolve), (fail = reject)))
  return { promise, answer, fail }
}
const failure = (message: string) => new CasebookError('not-found', message)

describe('the latest answer', () => {
  function heard() {
    const latest = new Latest()
    const told: string[] = []
    const ask = (promise: Promise<string>) =>
      latest.ask(
        promise,
        (text) => told.push(text),
        (error) => told.push(`failed: ${error.message}`),
      )
    return { latest, told, ask }
  }

  it('is heard when it comes in order, and every late one is not', async () => {
    const { told, ask } = heard()
    const [first, second] = [asked<string>(), asked<string>()]
    const done = [ask(first.promise), ask(second.promise)]
    second.answer('second')
    await done[1]
    first.answer('first')
    await done[0]
    expect(told).toEqual(['second'])
  })

  it('is waited for when an older one comes before it', async () => {
    const { told, ask } = heard()
    const [first, second] = [asked<string>(), asked<string>()]
    const done = [ask(first.promise), ask(second.promise)]
    first.answer('first')
    await done[0]
    expect(told).toEqual([])
    second.answer('second')
    await done[1]
    expect(told).toEqual(['second'])
  })

  it('may be a failure; a late failure is not heard', async () => {
    const { told, ask } = heard()
    const [first, second] = [asked<string>(), asked<string>()]
    const done = [ask(first.promise), ask(second.promise)]
    second.fail(failure('no such note'))
    await done[1]
    first.fail(failure('long ago'))
    await done[0]
    expect(told).toEqual(['failed: no such note'])
  })

  it('does not count once it is dropped', async () => {
    const { latest, told, ask } = heard()
    const one = asked<string>()
    const done = ask(one.promise)
    latest.drop()
    one.answer('one')
    await done
    expect(told).toEqual([])
  })

  it('does not hide what goes wrong while it is taken over', async () => {
    const latest = new Latest()
    const broken = () => {
      throw new Error('a mistake in the window')
    }
    await expect(latest.ask(Promise.resolve('one'), broken)).rejects.toThrow('a mistake in the window')
  })

  it('has parts, which are late together with it', () => {
    const latest = new Latest()
    const whole = latest.begin()
    const part = latest.join()
    expect([whole.isLatest(), part.isLatest()]).toEqual([true, true])
    latest.begin()
    expect([whole.isLatest(), part.isLatest()]).toEqual([false, false])
  })
})

describe('answers in order', () => {
  it('count as long as no newer one is here', () => {
    const order = new InOrder()
    const [first, second, third] = [order.begin(), order.begin(), order.begin()]
    expect(first()).toBe(true)
    expect(third()).toBe(true)
    expect(second()).toBe(false)
  })
})

describe('one question by one', () => {
  function line() {
    const under: (Question & ReturnType<typeof asked<void>>)[] = []
    const questions = new OneByOne((question) => {
      const one = asked<void>()
      under.push({ ...question, ...one })
      return one.promise
    })
    return { questions, under }
  }

  it('sends only the latest of what was asked meanwhile', async () => {
    const { questions, under } = line()
    questions.ask()
    questions.ask()
    questions.ask()
    expect(under).toHaveLength(1)
    expect(under[0]!.isLatest()).toBe(false)
    const settled = questions.settled()
    under[0]!.answer()
    await expect.poll(() => under.length).toBe(2)
    expect(under[1]!.isLatest()).toBe(true)
    under[1]!.answer()
    await settled
    expect(under).toHaveLength(2)
  })

  it('asks nothing more once it is dropped, and asks again when told to', async () => {
    const { questions, under } = line()
    questions.ask()
    questions.drop()
    under[0]!.answer()
    await questions.settled()
    expect(under).toHaveLength(1)
    questions.ask()
    expect(under).toHaveLength(2)
  })
})
