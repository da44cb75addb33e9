import { describe, expect, it } from 'vitest'

import { clashes } from './clashes'
import { declarations, type CommandId } from './declarations'
import { Keymap } from './keymap.svelte'
import { Registry } from './registry'

const fresh = () => new Keymap(declarations)
const stroke = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more })

describe('a changed key', () => {
  it('holds at once, in place of the declared ones, and in every hint', () => {
    const registry = new Registry()
    let ran = 0
    registry.handle('find.open', { run: () => (ran += 1) })
    expect(registry.keymap.set('find.open', 'Ctrl+J')).toBeNull()
    expect(registry.press(stroke('k', { ctrlKey: true }), ['everywhere'], false)).toBe(false)
    expect(registry.press(stroke('j', { ctrlKey: true }), ['everywhere'], false)).toBe(true)
    expect(ran).toBe(1)
    expect(registry.hint('find.open')).toBe('Ctrl J')
    expect(registry.ariaKeys('find.open')).toBe('Control+J')
    expect(registry.keymap.changes).toEqual({ 'find.open': ['Ctrl+J'] })
  })

  it('is refused while another command that can be heard with it has the key, which is named', () => {
    const keymap = fresh()
    const refused = keymap.set('case.solve', 'Ctrl+K')
    expect(refused?.text).toBe('Ctrl K is already “Find”')
    expect(refused?.by?.id).toBe('find.open')
    expect(keymap.changes).toEqual({})
    expect(keymap.set('find.open', 'Ctrl+J')).toBeNull()
    expect(keymap.set('case.solve', 'Ctrl+K')).toBeNull()
    expect(clashes(keymap.effective)).toEqual([])
  })

  it('may be the key of a command that is never heard with it', () => {
    expect(fresh().set('find.new-case', 'Ctrl+N')).toBeNull()
  })

  it('is refused where it means something by itself, and a plain letter where text is written', () => {
    const keymap = fresh()
    expect(keymap.set('find.open', 'Ctrl+C')?.text).toBe('Ctrl C copies text')
    expect(keymap.set('find.open', 'Tab')?.text).toMatch(/next field/)
    expect(keymap.set('write.add', 'X')?.text).toMatch(/is text where this command is used/)
    expect(keymap.set('case.solve', 'W')).toBeNull()
  })

  it('goes back to the declared one, unless that is somebody else’s by now', () => {
    const keymap = fresh()
    keymap.set('find.open', 'Ctrl+J')
    keymap.set('case.solve', 'Ctrl+K')
    expect(keymap.reset('find.open')?.by?.id).toBe('case.solve')
    expect(keymap.reset('case.solve')).toBeNull()
    expect(keymap.reset('find.open')).toBeNull()
    expect(keymap.keys('find.open')).toEqual(['Ctrl+K', 'Ctrl+P'])
    keymap.set('find.open', 'Ctrl+J')
    keymap.resetAll()
    expect(keymap.changes).toEqual({})
  })

  it('counts as none when it is the declared one', () => {
    const keymap = fresh()
    keymap.set('case.solve', 'Ctrl+J')
    keymap.set('case.solve', 'Ctrl+Shift+Enter')
    expect(keymap.isChanged('case.solve')).toBe(false)
  })
})

describe('what was kept', () => {
  it('is taken over, whatever else stands there', () => {
    const keymap = fresh()
    keymap.load({ 'case.solve': ['Ctrl+J'], 'no.such': ['Ctrl+Y'], 'go.cases': 7, 'go.articles': ['not a chord'] })
    expect(keymap.changes).toEqual({ 'case.solve': ['Ctrl+J'] })
    keymap.load(null)
    expect(keymap.changes).toEqual({})
    keymap.load('nonsense')
    expect(keymap.changes).toEqual({})
  })

  it('may swap two keys', () => {
    const keymap = fresh()
    const swapped = { 'go.cases': ['Alt+2'], 'go.articles': ['Alt+1'] }
    keymap.load(swapped)
    expect(keymap.changes).toEqual(swapped)
  })

  it('gives way where a newer list has the key for something else', () => {
    const keymap = fresh()
    keymap.load({ 'case.solve': ['Ctrl+K'], 'case.status': ['Ctrl+J'] })
    expect(keymap.changes).toEqual({ 'case.status': ['Ctrl+J'] })
    expect(clashes(keymap.effective)).toEqual([])
  })

  it('never leaves two meanings of one key, whichever two commands are changed', () => {
    const ids = declarations.map(({ id }) => id as CommandId)
    const keys = declarations.flatMap(({ keys }) => keys)
    ids.forEach((id, index) => {
      const keymap = fresh()
      const other = ids[(index * 7 + 3) % ids.length]!
      keymap.load({ [id]: [keys[(index * 5) % keys.length]], [other]: [keys[(index * 11 + 1) % keys.length]] })
      expect(clashes(keymap.effective)).toEqual([])
    })
  })
})
