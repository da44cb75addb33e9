/** One change of many notes, asked for in a list: what is chosen, what it is said to be, and what was refused. */
import type { SetMany } from '../bindings'
import { asCasebookError } from '../client'
import type { App } from '../state/app.svelte'
import { audienceWord, confidenceWord, many, priorityWord, statusWord } from '../text/words'

/** What is said of the change itself: `Status: On hold`. */
export function setWords(set: SetMany): string {
  switch (set.what) {
    case 'status':
      return `Status: ${statusWord[set.status]}`
    case 'priority':
      return `Priority: ${priorityWord[set.priority]}`
    case 'owner':
      return set.owner === null ? 'No owner' : `Owner: ${set.owner}`
    case 'confidence':
      return `Confidence: ${confidenceWord[set.confidence]}`
    case 'audience':
      return `Audience: ${audienceWord[set.audience]}`
    case 'tags':
      return [...set.add.map((tag) => `Tagged #${tag}`), ...set.remove.map((tag) => `Without #${tag}`)].join(', ')
  }
}

/** Carries it out. True when every note is so now. */
export async function changeMany(
  app: App,
  paths: readonly string[],
  set: SetMany,
  one: 'case' | 'article',
): Promise<boolean> {
  try {
    const changed = await app.changes.make({ do: 'change-many', paths: [...paths], set }, ({ many: went }) => {
      const count = went?.changed ?? 0
      if (went && went.left > 0)
        return `${setWords(set)} · stopped after ${many(count, one)}, ${went.left.toLocaleString('en')} left`
      if (count === 0) return `${setWords(set)}: nothing to change`
      return `${setWords(set)} · ${many(count, one)}`
    })
    const refused = changed.many?.refused ?? []
    if (refused.length > 0) app.dialog = { name: 'not-changed', of: paths.length, refused }
    return refused.length === 0 && !changed.many?.left
  } catch (error) {
    app.toasts.fail(asCasebookError(error))
    return false
  }
}
