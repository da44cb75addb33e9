/** The fields of the filter panels, with the values that the notes of the list have. */
import type { Choice, Choices } from '../bindings'
import { audienceWord, confidenceWord, priorityWord, statusWord } from '../text/words'
import { AGES, ageWord, PROMISES } from './views'

export interface FilterField {
  id: string
  label: string
  choices: readonly { id: string; label: string; count?: number }[]
  /** One value at a time. */
  single: boolean
}

function vocabulary<T extends string>(
  id: string,
  label: string,
  words: Record<T, string>,
  of?: readonly T[],
): FilterField {
  const ids = of ?? (Object.keys(words) as T[])
  return { id, label, single: false, choices: ids.map((word) => ({ id: word, label: words[word] })) }
}

function found(id: string, label: string, choices: readonly Choice[] | undefined): FilterField {
  const rows = (choices ?? []).map(({ value, count }) => ({ id: value, label: value, count }))
  return { id, label, single: false, choices: rows }
}

export function caseFields(choices: Choices | null, done: boolean): FilterField[] {
  const statuses = done ? (['solved', 'closed'] as const) : (['new', 'open', 'pending', 'on-hold'] as const)
  return [
    vocabulary('status', 'Status', statusWord, statuses),
    vocabulary('priority', 'Priority', priorityWord, ['urgent', 'high', 'normal', 'low']),
    { id: 'promise', label: 'Promise', single: true, choices: PROMISES },
    {
      id: 'age',
      label: 'Age',
      single: true,
      choices: AGES.map((days) => ({ id: String(days), label: ageWord(days) })),
    },
    found('owner', 'Owner', choices?.owner),
    found('customer', 'Customer', choices?.customer),
    found('product', 'Product', choices?.product),
    found('tag', 'Tag', choices?.tag),
  ]
}

export function articleFields(choices: Choices | null): FilterField[] {
  return [
    { id: 'review', label: 'Review', single: true, choices: [{ id: 'due', label: 'Needs review' }] },
    vocabulary('confidence', 'Confidence', confidenceWord),
    vocabulary('audience', 'Audience', audienceWord),
    found('owner', 'Owner', choices?.owner),
    found('product', 'Product', choices?.product),
    found('tag', 'Tag', choices?.tag),
  ]
}
