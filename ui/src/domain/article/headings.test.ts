import { expect, it } from 'vitest'

import { headings } from './headings'

it('headings are found with their lines, and not inside code', () => {
  const text = 'text\n### One\n```sh\n# no heading\n```\n#### Two ##\n#nor this'
  expect(headings(text)).toEqual([
    { level: 3, text: 'One', line: 2 },
    { level: 4, text: 'Two', line: 6 },
  ])
})
