/** Where links to notes lead in one part of the window: in place there, in their own view elsewhere. */
import { getContext, setContext } from 'svelte'

import type { VaultPath } from './bindings'

const KEY = Symbol('follow')
export type Follow = (path: VaultPath) => void

export function provideFollow(follow: Follow): void {
  setContext(KEY, follow)
}

export function useFollow(): Follow | undefined {
  return getContext<Follow | undefined>(KEY)
}
