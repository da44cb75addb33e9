import { describe, expect, it } from 'vitest'

import { replacement } from './diff'
import { burden, LONG_LINE } from './burden'
import { readTransfer } from './transfer'

describe('the smallest replacement', () => {
  const applied = (before: string, after: string) => {
    const change = replacement(before, after)
    return change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before
  }

  it('turns any text into any other', () => {
    const texts = ['', 'a', 'aa', 'abc', 'abXc', 'bc', 'ab😀c', 'ab😁c', '😀😀', '😀']
    for (const before of texts) for (const after of texts) expect(applied(before, after)).toBe(after)
  })

  it('touches only what differs', () => {
    expect(replacement('one two three', 'one 2 three')).toEqual({ from: 4, to: 7, insert: '2' })
  })

  it('never cuts a sign in two', () => {
    expect(replacement('x😀y', 'x😁y')).toEqual({ from: 1, to: 3, insert: '😁' })
  })
})

describe('the guard', () => {
  it('sees one long line anywhere, and no trouble in many short ones', () => {
    expect(burden('short\n'.repeat(50_000)).longLine).toBe(false)
    expect(burden(`head\n${'x'.repeat(LONG_LINE + 1)}\ntail`).longLine).toBe(true)
    expect(burden('x'.repeat(LONG_LINE)).longLine).toBe(false)
  })
})

describe('a paste', () => {
  const data = (parts: Record<string, string>, files: File[] = []) => ({
    getData: (type: string) => parts[type] ?? '',
    files: files as unknown as FileList,
  })
  const picture = new File(['x'], 'image.png', { type: 'image/png' })

  it('of a table is HTML, and wins over the picture a spreadsheet adds', () => {
    const html = '<table><tr><td>a</td><td>b</td></tr></table>'
    expect(readTransfer(data({ 'text/html': html, 'text/plain': 'a\tb' }, [picture]))).toEqual({ kind: 'html', html })
  })

  it('of a picture is files, of styled text is text', () => {
    expect(readTransfer(data({ 'text/html': '<img src=x>' }, [picture])).kind).toBe('files')
    expect(readTransfer(data({ 'text/html': '<b>bold</b>', 'text/plain': 'bold' })).kind).toBe('text')
    expect(readTransfer(data({ 'text/html': '<table><td>one</table>', 'text/plain': 'one' })).kind).toBe('text')
  })
})
