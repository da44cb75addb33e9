/** Which commands can be heard together, and which of them want the same key. */
import { PARENT, type Declaration, type Scope } from './declarations'
import { canonical } from './keys'

export interface Clash {
  keys: string
  first: string
  second: string
}

function lineage(scope: Scope): Scope[] {
  const out: Scope[] = []
  for (let at: Scope | null = scope; at; at = PARENT[at]) out.push(at)
  return out
}

function meet(a: Scope, b: Scope): boolean {
  return lineage(a).includes(b) || lineage(b).includes(a)
}

/** Whether both can be heard in one place. */
export function meetAnywhere(first: Declaration, second: Declaration): boolean {
  return first.scopes.some((a) => second.scopes.some((b) => meet(a, b)))
}

/**
 * Two commands that answer the same key while both can be heard. An inner place may not shadow an outer one:
 * no key means two things in one place.
 */
export function clashes(list: readonly Declaration[]): Clash[] {
  const out: Clash[] = []
  list.forEach((first, index) => {
    for (const second of list.slice(index)) {
      const same = second === first
      if (same && new Set(first.keys.map(canonical)).size === first.keys.length) continue
      if (!meetAnywhere(first, second)) continue
      const keys = same
        ? first.keys[0]
        : first.keys.find((key) => second.keys.some((other) => canonical(key) === canonical(other)))
      if (keys) out.push({ keys, first: first.id, second: second.id })
    }
  })
  return out
}
