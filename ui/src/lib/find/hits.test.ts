import { afterEach, describe, expect, it } from 'vitest'

import { hits, MOST_HITS } from './hits'

afterEach(() => document.body.replaceChildren())

function found(html: string, words: string): string[] {
  const root = document.createElement('div')
  root.innerHTML = html
  document.body.append(root)
  const before = root.innerHTML
  const all = hits([root], words).map(String)
  expect(root.innerHTML).toBe(before)
  return all
}

describe('the hits in what is read', () => {
  it('are found whatever the case, on over marks inside a line', () => {
    expect(found('<p>The <b>DTLS</b> rekey, a dtls  <code>re</code>key.</p>', 'dtls rekey')).toEqual([
      'DTLS rekey',
      'dtls  rekey',
    ])
  })

  it('end with their block, and with a line break', () => {
    expect(found('<ul><li>one</li><li>two</li></ul><p>one<br>two</p><pre>one\ntwo</pre>', 'one two')).toEqual([
      'one\ntwo',
    ])
  })

  it('are of the text alone: not of its buttons, not of what is only said', () => {
    const html = '<p>copy <button>Copy</button><span class="visually-hidden">copy</span></p>'
    expect(found(html, 'copy')).toEqual(['copy'])
  })

  it('take every sign as it is', () => {
    expect(found('<p>a.c abc (x|y) [z] 0x2746 C:\\new</p>', 'a.c')).toEqual(['a.c'])
    expect(found('<p>(x|y) [z]</p>', '(x|y) [z]')).toEqual(['(x|y) [z]'])
    expect(found('<p>C:\\new</p>', 'c:\\new')).toEqual(['C:\\new'])
    expect(found('<p>İstanbul, istanbul 😀 done</p>', '😀 done')).toEqual(['😀 done'])
    expect(found('<p>text</p>', '  ')).toEqual([])
  })

  it('stop at a number that can be marked', () => {
    expect(found(`<p>${'x '.repeat(MOST_HITS + 10)}</p>`, 'x')).toHaveLength(MOST_HITS)
  })
})
