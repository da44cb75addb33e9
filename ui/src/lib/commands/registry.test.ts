import { describe, expect, it } from 'vitest'

import { declarations, type CommandId, type Declaration } from './declarations'
import { chordOf, display, isChord, matches, reservedFor } from './keys'
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

  it('has one command for each id, each with a title, and a key or a place in the palette', () => {
    expect(new Set(declarations.map(({ id }) => id)).size).toBe(declarations.length)
    for (const { title, keys, palette } of declarations as readonly Declaration[]) {
      expect(title).not.toBe('')
      if (palette === false) expect(keys.length).toBeGreaterThan(0)
    }
  })

  it('writes each key as it is recorded', () => {
    for (const { keys } of declarations) for (const key of keys) expect(key).toSatisfy(isChord)
  })

  it('does not use a key that means something by itself, outside lists and boxes', () => {
    const scopes = ['queue', 'steps', 'start', 'versions', 'find', 'palette']
    for (const { id, keys, scopes: own } of declarations as readonly Declaration[]) {
      if (id === 'go.out' || own.every((scope) => scopes.includes(scope))) continue
      expect(keys.map(reservedFor).filter(Boolean)).toEqual([])
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

  it('gives Ctrl+Z to the window when a change has just emptied the field', () => {
    const registry = new Registry()
    let ran = 0
    registry.handle('change.undo', { run: () => (ran += 1) })
    registry.handle('case.ticket', { run: () => expect.unreachable() })
    expect(registry.press(stroke('z', { ctrlKey: true }), ['cases', 'everywhere'], 'emptied')).toBe(true)
    expect(registry.press(stroke('o'), ['cases', 'everywhere'], 'emptied')).toBe(false)
    expect(ran).toBe(1)
  })

  it.each([
    ['isComposing', { isComposing: true }],
    ['the key code of an input method', { keyCode: 229 }],
  ])('is ignored while an input method composes, by %s', (_, init) => {
    const registry = new Registry()
    registry.handle('write.add', { run: () => expect.unreachable() })
    registry.handle('find.enter', { run: () => expect.unreachable() })
    const event = (ctrlKey: boolean) => stroke('Enter', { ctrlKey, ...init })
    expect(registry.press(event(true), ['composer'], true)).toBe(false)
    expect(registry.press(event(false), ['find'], true)).toBe(false)
    expect(chordOf(event(true))).toBeNull()
  })

  it('is recorded as it is declared', () => {
    expect(chordOf(stroke('K', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+K')
    expect(chordOf(stroke('ArrowLeft', { altKey: true }))).toBe('Alt+ArrowLeft')
    expect(chordOf(stroke('+', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Plus')
    expect(chordOf(stroke('?', { shiftKey: true }))).toBe('?')
    expect(chordOf(stroke('Control', { ctrlKey: true }))).toBeNull()
    const event = stroke('+', { ctrlKey: true, shiftKey: true })
    expect(matches('Ctrl+Plus', event)).toBe(true)
  })

  it('means the key of a Latin layout where the layout has other letters', () => {
    const event = stroke('л', { ctrlKey: true, code: 'KeyK' })
    expect(matches('Ctrl+K', event)).toBe(true)
    expect(chordOf(event)).toBe('Ctrl+K')
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

describe('a condition', () => {
  const list: Declaration[] = [
    { ...declare('guarded', ['Ctrl+G'], ['everywhere']), when: ['caseOpen'] },
    declare('placed', ['Ctrl+J'], ['editor']),
  ]
  const guarded = 'guarded' as CommandId
  const placed = 'placed' as CommandId

  it('keeps a command from running, by key and by name, and says why', () => {
    let open = false
    let ran = 0
    const registry = new Registry(list, () => open)
    registry.handle(guarded, { run: () => (ran += 1) })
    const event = new KeyboardEvent('keydown', { key: 'g', ctrlKey: true })
    expect(registry.press(event, ['everywhere'], false)).toBe(false)
    expect(registry.run(guarded)).toBe(false)
    expect(registry.why(guarded)).toBe('Open a case first')
    open = true
    expect(registry.why(guarded)).toBeNull()
    expect(registry.press(event, ['everywhere'], false)).toBe(true)
    expect(ran).toBe(1)
  })

  it('is not all: without anything that handles it a command says where it holds', () => {
    const registry = new Registry(list)
    expect(registry.able(placed)).toBe(false)
    expect(registry.why(placed)).toBe('Only while a text is edited')
    registry.handle(placed, { run: () => undefined, when: () => false })
    expect(registry.why(placed)).toBe('Not just now')
  })
})
