import { describe, expect, it, vi } from 'vitest'

import { CasebookError, type Client } from '../client'
import { fakeClient } from '../fake'
import { Hand, MOST_SELECTED } from './hand.svelte'
import { KeptList } from './kept.svelte'
import { caseView, casesPicked, chips, pick, pickedOfCases, readCaseView } from './views'
import { PAGE, Windowed, type Answer } from './windowed.svelte'

interface Row {
  path: string
}

/** A list of numbered rows whose answers come when the test says so. */
class Numbers extends Windowed<Row, Answer<Row>> {
  size = 100_000
  readonly asked: { offset: number; limit: number; answer: () => void; fail: () => void }[] = []
  prefix = 'r'

  protected override ask(offset: number, limit: number, find: string | null): Promise<Answer<Row>> {
    return new Promise((resolve, reject) => {
      const found = find === null ? null : Number(find.slice(1))
      const count = Math.max(0, Math.min(limit, this.size - offset))
      const rows = Array.from({ length: count }, (_, at) => ({ path: `${this.prefix}${offset + at}` }))
      const answer = () => resolve({ rows, total: this.size, found })
      this.asked.push({ offset, limit, answer, fail: () => reject(new CasebookError('io', 'the disk says no')) })
    })
  }

  override async paths(offset: number, limit: number): Promise<string[]> {
    return Array.from({ length: Math.min(limit, this.size - offset) }, (_, at) => `${this.prefix}${offset + at}`)
  }

  async next(): Promise<void> {
    await vi.waitFor(() => expect(this.asked.length).toBeGreaterThan(0))
    this.asked.shift()?.answer()
    await new Promise((done) => setTimeout(done))
  }
}

async function loaded(size = 100_000): Promise<Numbers> {
  const list = new Numbers()
  list.size = size
  const done = list.load()
  await list.next()
  await done
  return list
}

describe('a windowed list', () => {
  it('holds what is in sight and no more, wherever one scrolls', async () => {
    const list = await loaded()
    expect(list.total).toBe(100_000)
    for (let first = 0; first < 100_000; first += 3_000) {
      list.look(first, first + 30)
      while (list.rowAt(first) === undefined || list.rowAt(first + 30) === undefined) await list.next()
      expect(list.rowAt(first)?.path).toBe(`r${first}`)
      expect(list.held).toBeLessThanOrEqual(12 * PAGE)
    }
    list.look(99_980, 99_999)
    while (list.rowAt(99_999) === undefined) await list.next()
    expect(list.rowAt(99_999)?.path).toBe('r99999')
  })

  it('asks one question at a time and skips what was scrolled past', async () => {
    const list = await loaded()
    for (const first of [10_000, 20_000, 30_000, 40_000]) list.look(first, first + 10)
    expect(list.asked.map(({ offset }) => offset)).toEqual([10_000])
    await list.next()
    expect(list.asked.map(({ offset }) => offset)).toEqual([40_000])
  })

  it('drops the answer of a list that is not on show any more', async () => {
    const list = await loaded()
    list.look(500, 510)
    list.prefix = 'other'
    const done = list.load()
    const [old, fresh] = list.asked.splice(0)
    fresh?.answer()
    await done
    old?.answer()
    await new Promise((settled) => setTimeout(settled))
    expect(list.rowAt(0)?.path).toBe('other0')
    expect(list.rowAt(500)).toBeUndefined()
  })

  it('finds a row wherever it is and loads what is around it', async () => {
    const list = await loaded()
    const done = list.locate('r73456')
    await list.next()
    await list.next()
    expect(await done).toBe(73_456)
    expect(list.indexOf('r73456')).toBe(73_456)
  })

  it('keeps its rows while it is refreshed, and says what failed', async () => {
    const list = await loaded()
    const done = list.refresh()
    expect(list.rowAt(3)?.path).toBe('r3')
    list.asked.shift()?.fail()
    await done
    expect(list.error?.message).toBe('the disk says no')
    expect(list.rowAt(3)?.path).toBe('r3')
    const again = list.refresh()
    await list.next()
    await again
    expect(list.error).toBeNull()
  })
})

describe('the hand in a list', () => {
  it('moves within the list and follows its row when the list changes around it', async () => {
    const list = await loaded(50)
    const hand = new Hand(list, () => null)
    hand.move(1)
    hand.move(1)
    hand.move(-9)
    expect(hand.cursor).toBe(0)
    hand.move(99)
    expect(hand.row?.path).toBe('r49')
    hand.point(7)
    list.prefix = 'x'
    const done = list.refresh()
    await list.next()
    await done
    expect(hand.cursor).toBe(7)
  })

  it('is on the open note until it is moved', async () => {
    const list = await loaded(50)
    const hand = new Hand(list, () => 'r12')
    expect(hand.cursor).toBe(12)
    hand.move(1)
    expect(hand.cursor).toBe(13)
    hand.rest()
    expect(hand.cursor).toBe(12)
  })

  it('selects single rows, stretches that shrink and grow, and forgets all of it', async () => {
    const list = await loaded(50)
    const hand = new Hand(list, () => null)
    hand.toggle(2)
    hand.toggle(5)
    await hand.extend(8)
    expect(hand.paths).toEqual(['r2', 'r5', 'r6', 'r7', 'r8'])
    await hand.extend(6)
    expect(hand.paths).toEqual(['r2', 'r5', 'r6'])
    await hand.extend(3)
    expect(hand.paths).toEqual(['r2', 'r5', 'r3', 'r4'])
    hand.toggle(3)
    expect(hand.has('r3')).toBe(false)
    hand.clear()
    expect(hand.size).toBe(0)
  })

  it('selects rows it has never seen, up to what one change reaches', async () => {
    const list = await loaded()
    const tooMany = vi.fn()
    const hand = new Hand(list, () => null, tooMany)
    await hand.all()
    expect(hand.size).toBe(MOST_SELECTED)
    expect(tooMany).toHaveBeenCalledWith(MOST_SELECTED, 100_000)
    hand.clear()
    hand.toggle(0)
    await hand.extend(400)
    expect(hand.size).toBe(401)
    expect(hand.has('r400')).toBe(true)
  })
})

describe('views', () => {
  it('turn into boxes to tick and back without loss', () => {
    const view = caseView({
      filter: { ...caseView().filter, status: ['open'], tag: ['vpn', 'saml'], promise: 'late', older_than_days: 7 },
    })
    expect(casesPicked('', pickedOfCases(view.filter))).toEqual(view.filter)
    const words = chips(pickedOfCases(view.filter)).map(({ label }) => label)
    expect(words).toEqual(['Open', '#vpn', '#saml', 'Promise late', 'Older than a week'])
  })

  it('add a value, take it away, and have one only where one is meant', () => {
    let picked = pick({}, 'tag', 'vpn')
    picked = pick(picked, 'tag', 'saml')
    picked = pick(picked, 'tag', 'vpn')
    expect(picked).toEqual({ tag: ['saml'] })
    expect(pick({ age: ['7'] }, 'age', '30', true)).toEqual({ age: ['30'] })
  })

  it('are read with today’s defaults, and nonsense is not read', () => {
    expect(readCaseView({ scope: 'team', filter: { status: ['open'] } })).toMatchObject({
      scope: 'team',
      sort: 'due',
      filter: { status: ['open'], tag: [] },
    })
    for (const nonsense of [null, 3, 'x', [], {}, { filter: 3 }]) expect(readCaseView(nonsense)).toBeNull()
  })

  it('are kept by name, replaced by the same name, and forgotten', async () => {
    const client = fakeClient()
    const kept = new KeptList(client, 'case-views', readCaseView)
    await kept.load()
    expect(await kept.put('  Late  VPN ', caseView({ scope: 'team' }))).toBe(true)
    await kept.put('Mine', caseView())
    await kept.put('late vpn', caseView({ scope: 'solved' }))
    expect(await kept.put('   ', caseView())).toBe(false)
    const again = new KeptList(client, 'case-views', readCaseView)
    await again.load()
    expect(again.items.map(({ name, value }) => `${name}: ${value.scope}`)).toEqual(['late vpn: solved', 'Mine: mine'])
    await again.remove('Mine')
    expect(again.items).toHaveLength(1)
  })

  it('stay as they were when they cannot be kept, and what cannot be read is none', async () => {
    const client = fakeClient()
    const kept = new KeptList(client, 'case-views', readCaseView)
    client.fail('keep', new CasebookError('io', 'no room'))
    expect(await kept.put('A', caseView())).toBe(false)
    expect([kept.items.length, kept.error?.message]).toEqual([0, 'no room'])
    const broken = { call: async () => '{"torn', on: () => () => undefined } as unknown as Client
    const unread = new KeptList(broken, 'case-views', readCaseView)
    await unread.load()
    expect(unread.items).toEqual([])
  })
})
