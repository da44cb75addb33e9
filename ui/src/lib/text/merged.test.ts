import { describe, expect, it } from 'vitest'

import type { MergedPart } from '../bindings'
import { allAgree, joined, partings } from './merged'

const parts: MergedPart[] = [
  { is: 'agreed', text: 'first\n' },
  { is: 'parted', what: 'Cause', base: 'old\n', mine: 'mine\n', theirs: 'theirs' },
  { is: 'agreed', text: 'last' },
]

describe('a merged text', () => {
  it('needs a person where both changed the same', () => {
    expect(allAgree(parts)).toBe(false)
    expect(partings(parts).map((part) => part.what)).toEqual(['Cause'])
    expect(allAgree(parts.filter((part) => part.is === 'agreed'))).toBe(true)
  })

  it('has what was chosen, each on lines of its own', () => {
    expect(joined(parts, ['mine'])).toBe('first\nmine\nlast')
    expect(joined(parts, ['theirs'])).toBe('first\ntheirs\nlast')
    expect(joined(parts, ['both'])).toBe('first\ntheirs\nmine\nlast')
    expect(joined(parts, [null])).toBe('first\nmine\nlast')
  })

  it('leaves out what one has removed', () => {
    const gone: MergedPart = { is: 'parted', what: 'Cause', base: 'old\n', mine: '', theirs: 'new\n' }
    expect(joined([gone], ['mine'])).toBe('')
    expect(joined([gone], ['both'])).toBe('new\n')
    expect(joined([{ ...gone, mine: 'new\n', theirs: '' }], ['both'])).toBe('new\n')
  })
})
