/** How using an article went, in a sentence. */
import type { Success } from '../bindings'
import { many } from './words'

/** `Solved 7 of 9 cases it was tried in; last on 12 Nov`. `date` writes a moment as a day. */
export function successWords({ solved, tried, last }: Success, date: (moment: string) => string): string {
  const on = last === null ? '' : date(last)
  if (solved === 0)
    return tried === 1 ? 'Tried in one case and did not solve it' : `Tried in ${many(tried, 'case')}, solved none`
  if (tried === 1)
    return on === '' ? 'Solved the one case it was tried in' : `Solved the one case it was tried in, on ${on}`
  const share =
    solved === tried ? `all ${many(tried, 'case')}` : `${solved.toLocaleString('en')} of ${many(tried, 'case')}`
  return `Solved ${share} it was tried in${on === '' ? '' : `; last on ${on}`}`
}
