/** Commands by their group, narrowed by words or by a key, for the `?` sheet and the settings. */
import type { Declaration } from './declarations'
import { display } from './keys'

export interface CommandGroup {
  name: string
  list: Declaration[]
}

function says({ title, also = '', group, keys }: Declaration, words: readonly string[]): boolean {
  const text = [title, also, group, ...keys, ...keys.map(display)].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}

export function commandGroups(list: readonly Declaration[], sought: string): CommandGroup[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, Declaration[]>()
  for (const declaration of list) {
    if (says(declaration, words)) groups.set(declaration.group, [...(groups.get(declaration.group) ?? []), declaration])
  }
  return [...groups].map(([name, list]) => ({ name, list }))
}
