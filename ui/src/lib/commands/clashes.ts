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
  const holders = new Map<string, { keys: string; of: Declaration }[]>()
  const out: Clash[] = []
  for (const of of list) {
    for (const keys of of.keys) {
      const chord = canonical(keys)
      const others = holders.get(chord) ?? []
      const other = others.find((held) => meetAnywhere(held.of, of))
      if (other) out.push({ keys: other.keys, first: other.of.id, second: of.id })
      holders.set(chord, [...others, { keys, of }])
    }
  }
  return out
}
