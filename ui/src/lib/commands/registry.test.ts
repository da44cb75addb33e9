import { describe, expect, it } from 'vitest'

import { declarations, type Declaration } from './declarations'
import { display, matches } from './keys'
import { clashes, Registry } from './registry'

const declare = (id: string, keys: string[], scopes: Declaration['scopes']): Declaration => ({
  id,
  title: id,
  group: 'Window',
  keys,
  scopes,
})

describe('the command list', () => {
  it('has no key that means two things in one place', () => {
    expect(clashes(declarations)).toEqual([])
  })

  it('has one command for each id, each with a title and a key', () => {
    expect(new Set(declarations.map(({ id }) => id)).size).toBe(declarations.length)
    for (const { title, keys } of declarations) {
      expect(title).not.toBe('')
      expect(keys.length).toBeGreaterThan(0)
    }
  })

  it('refuses a clash in one place, and one with a place around it', () => {
    const here = declare('here', ['Ctrl+L'], ['queue'])
    expect(clashes([here, declare('same', ['Ctrl+L'], ['queue'])])).toHaveLength(1)
    expect(clashes([here, declare('outer', ['Ctrl+L'], ['everywhere'])])).toHaveLength(1)
    expect(clashes([here, declare('spelt otherwise', ['Ctrl+l'], ['queue'])])).toHaveLength(1)
    expect(clashes([declare('twice', ['J', 'j'], ['queue'])])).toHaveLength(1)
    expect(() => new Registry([here, declare('same', ['Ctrl+L'], ['cases'])])).toThrow(
      /here and same both want Ctrl\+L/,
    )
  })

  it('lets one key mean two things where they can never meet', () => {
    const here = declare('here', ['Ctrl+L'], ['composer'])
    expect(clashes([here, declare('there', ['Ctrl+L'], ['find'])])).toEqual([])
    expect(clashes([here, declare('beside', ['Ctrl+L'], ['editor'])])).toEqual([])
  })
})

describe('a key stroke', () => {
  const stroke = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more })

  it('matches its chord exactly', () => {
    expect(matches('Ctrl+K', stroke('k', { ctrlKey: true }))).toBe(true)
    expect(matches('Ctrl+K', stroke('K', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(matches('K', stroke('k', { ctrlKey: true }))).toBe(false)
    expect(matches('?', stroke('?', { shiftKey: true }))).toBe(true)
  })

  it('leaves plain letters and Ctrl+Z to a text field', () => {
    const registry = new Registry()
    let ran = 0
    registry.handle('case.ticket', { run: () => (ran += 1) })
    registry.handle('change.undo', { run: () => (ran += 1) })
    expect(registry.press(stroke('o'), ['cases', 'everywhere'], true)).toBe(false)
    expect(registry.press(stroke('z', { ctrlKey: true }), ['cases', 'everywhere'], true)).toBe(false)
    expect(ran).toBe(0)
    expect(registry.press(stroke('o'), ['cases', 'everywhere'], false)).toBe(true)
    expect(ran).toBe(1)
  })

  it('is ignored while an input method composes', () => {
    const registry = new Registry()
    registry.handle('write.add', { run: () => expect.unreachable() })
    const event = stroke('Enter', { ctrlKey: true, isComposing: true })
    expect(registry.press(event, ['composer'], true)).toBe(false)
  })

  it('goes to the latest handler that can run', () => {
    const registry = new Registry()
    const ran: string[] = []
    registry.handle('link.resolved-by', { run: () => ran.push('pane') })
    const stop = registry.handle('link.resolved-by', { run: () => ran.push('box'), when: () => ran.length === 0 })
    registry.run('link.resolved-by')
    registry.run('link.resolved-by')
    stop()
    registry.run('link.resolved-by')
    expect(ran).toEqual(['box', 'pane', 'pane'])
  })

  it('is shown in the signs of the keyboard', () => {
    expect(display('Ctrl+Shift+Enter')).toBe('Ctrl ⇧ ⏎')
  })
})
