/** Which commands the words typed after `>` may mean, best first. */
import type { CommandId, Declaration } from './declarations'
import type { Registry } from './registry'

export interface Entry {
  id: CommandId
  declaration: Declaration
  /** What it is called just now. */
  title: string
  /** Why it cannot run just now; `null` when it can. */
  why: string | null
}

/** Lower is better; `null` when a word is nowhere in it. */
function rank({ title, group, also = '' }: Declaration, words: readonly string[]): number | null {
  const name = title.toLowerCase()
  const starts = name.split(/\s+/)
  let sum = 0
  for (const word of words) {
    if (name.startsWith(word)) sum += 0
    else if (starts.some((start) => start.startsWith(word))) sum += 1
    else if (name.includes(word)) sum += 2
    else if (
      `${also} ${group}`
        .toLowerCase()
        .split(/\s+/)
        .some((start) => start.startsWith(word))
    )
      sum += 3
    else return null
  }
  return sum
}

/** Those that can run come first, in the order of the list; among equals the better match. */
export function entries(commands: Registry, text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.keymap.effective
    .filter((declaration) => declaration.palette !== false)
    .map((declaration) => ({ declaration, at: rank(declaration, words) }))
    .filter((found): found is { declaration: Declaration; at: number } => found.at !== null)
    .map(({ declaration, at }) => {
      const id = declaration.id as CommandId
      return { id, declaration, title: commands.title(id), why: commands.why(id), at }
    })
    .sort((a, b) => Number(a.why !== null) - Number(b.why !== null) || a.at - b.at)
    .map(({ id, declaration, title, why }) => ({ id, declaration, title, why }))
}
