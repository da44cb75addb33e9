import { render } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import Marked from '../../ui/Marked.svelte'
import { stretches } from './marks'

const marked = (text: string, marks: [number, number][]) =>
  stretches(text, marks)
    .filter((stretch) => stretch.marked)
    .map((stretch) => stretch.text)

describe('stretches', () => {
  it('keeps every character in order', () => {
    const text = 'DTLS handshake timeout (0x2746)'
    const cut = stretches(text, [
      [24, 30],
      [0, 4],
    ])
    expect(cut.map((stretch) => stretch.text).join('')).toBe(text)
    expect(cut.filter((stretch) => stretch.marked).map((stretch) => stretch.text)).toEqual(['DTLS', '0x2746'])
  })

  it('counts in UTF-16 code units, so that marks after an emoji sit right', () => {
    const text = '🔥 gateway'
    expect(text.indexOf('gateway')).toBe(3)
    expect(marked(text, [[3, 10]])).toEqual(['gateway'])
  })

  it('joins overlapping ranges and ignores those outside the text', () => {
    expect(
      marked('rekey', [
        [0, 3],
        [2, 5],
        [4, 99],
        [9, 12],
        [3, 3],
      ]).join(''),
    ).toBe('rekey')
    expect(stretches('', [[0, 4]])).toEqual([])
  })

  it('shows back-ticked text as code and leaves the ticks out', () => {
    const cut = stretches('Set `dtls.rekey=0` now', [[5, 9]])
    expect(cut.map((stretch) => stretch.text).join('')).toBe('Set dtls.rekey=0 now')
    expect(cut.filter((stretch) => stretch.code).map((stretch) => stretch.text)).toEqual(['dtls', '.rekey=0'])
    expect(cut.filter((stretch) => stretch.marked).map((stretch) => stretch.text)).toEqual(['dtls'])
  })

  it('leaves a lone back tick as it is', () => {
    expect(stretches('a ` b', []).map((stretch) => stretch.text)).toEqual(['a ` b'])
  })
})

describe('Marked', () => {
  it('shows markup in a text as text', () => {
    const text = '<img src=x onerror=alert(1)> & rekey'
    const { container } = render(Marked, { props: { text, marks: [[31, 36]] } })
    expect(container.textContent).toBe(text)
    expect(container.querySelector('img')).toBeNull()
    expect(container.querySelector('mark')?.textContent).toBe('rekey')
  })
})
