import { describe, expect, it } from 'vitest'

import { readingOf, swap } from './readings'

describe('a reading', () => {
  it.each([
    ['vpn -7.3', 'without 7.3', 'vpn "-7.3"'],
    ['vpn status:open', 'status: open', 'vpn "status:open"'],
    ['customer:"North Wind" vpn', 'customer: North Wind', '"customer:North Wind" vpn'],
    ['dtls OR tls rekey', 'dtls or tls', 'dtls tls rekey'],
    ['"session closed" vpn', 'phrase \u201csession closed\u201d', 'session closed vpn'],
    ['see /dtls.*rekey/', '/dtls.*rekey/', 'see "/dtls.*rekey/"'],
    ['vpn rek', 'prefix rek', 'vpn rek '],
  ])('of %s as "%s" is undone by writing %s, and done again', (text, label, plain) => {
    const reading = readingOf(text, label)
    expect(reading).not.toBeNull()
    const off = swap(text, reading!.on, reading!.off)
    expect(off).toBe(plain)
    expect(swap(off, reading!.off, reading!.on)).toBe(text)
  })

  it('that is no stretch of the text cannot be undone', () => {
    expect(readingOf('a log\nof two lines', 'pasted text')).toBeNull()
    expect(readingOf('vpn', 'without 7.3')).toBeNull()
  })
})
