import { expect, it } from 'vitest'

import { FakeVault } from './fake/vault'
import { timeline } from './timeline'

it('shows links among the entries at the time they were made', () => {
  const vault = new FakeVault(() => Date.parse('2026-11-23T09:06:00Z'))
  const view = vault.view(vault.cases[0]!.path)
  const kinds = timeline(view).map((item) => (item.kind === 'entry' ? item.entry.channel : item.kind))
  expect(kinds).toEqual(['day', 'email', 'day', 'call', 'diagnostic', 'link', 'email'])
})

it('puts a link without a time last and keeps every key apart', () => {
  const vault = new FakeVault(() => Date.parse('2026-11-23T09:06:00Z'))
  const view = vault.view(vault.cases[0]!.path)
  const link = { ...view.links[0]!, at: null }
  const items = timeline({ ...view, links: [link, link] })
  expect(items.slice(-2).map((item) => item.kind)).toEqual(['link', 'link'])
  expect(new Set(items.map((item) => item.key)).size).toBe(items.length)
})
