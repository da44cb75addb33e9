/** The actions on a selection: what each asks, what it offers, and the change it means. */
import type { Audience, Choices, Confidence, Priority, SetMany, Status } from '../bindings'
import type { CommandId } from '../commands/declarations'
import { audienceWord, confidenceWord, priorityWord, statusMeaning, statusWord } from '../text/words'

export interface BulkAction {
  command: CommandId
  label: string
  ask: string
  choices: readonly { id: string; label: string; more?: string }[]
  /** Values beyond the choices may be typed. */
  open: boolean
  set: (value: string) => SetMany
}

/** Stands for nobody among the owners: no name is empty. */
const NOBODY = ''

function words<T extends string>(all: Record<T, string>, more?: Record<T, string>) {
  return (Object.keys(all) as T[]).map((id) => ({ id, label: all[id], ...(more ? { more: more[id] } : {}) }))
}

function owner(choices: Choices | null, me: string): BulkAction {
  const others = (choices?.owner ?? []).map(({ value }) => value).filter((name) => name !== me)
  return {
    command: 'many.owner',
    label: 'Owner',
    ask: 'Owner',
    choices: [
      { id: me, label: me, more: 'you' },
      ...others.map((name) => ({ id: name, label: name })),
      { id: NOBODY, label: 'Nobody' },
    ],
    open: true,
    set: (value) => ({ what: 'owner', owner: value === NOBODY ? null : value }),
  }
}

function tags(choices: Choices | null): BulkAction[] {
  const known = (choices?.tag ?? []).map(({ value, count }) => ({ id: value, label: value, more: String(count) }))
  return [
    {
      command: 'many.tag',
      label: 'Tag',
      ask: 'Add a tag',
      choices: known,
      open: true,
      set: (value) => ({ what: 'tags', add: [value.replace(/^#/, '')], remove: [] }),
    },
    {
      command: 'many.untag',
      label: 'Untag',
      ask: 'Take a tag off',
      choices: known,
      open: false,
      set: (value) => ({ what: 'tags', add: [], remove: [value] }),
    },
  ]
}

export function caseActions(choices: Choices | null, me: string): BulkAction[] {
  return [
    {
      command: 'many.status',
      label: 'Status',
      ask: 'Status',
      choices: words(statusWord, statusMeaning),
      open: false,
      set: (value) => ({ what: 'status', status: value as Status }),
    },
    {
      command: 'many.priority',
      label: 'Priority',
      ask: 'Priority',
      choices: words(priorityWord).reverse(),
      open: false,
      set: (value) => ({ what: 'priority', priority: value as Priority }),
    },
    owner(choices, me),
    ...tags(choices),
  ]
}

export function articleActions(choices: Choices | null, me: string): BulkAction[] {
  return [
    {
      command: 'many.confidence',
      label: 'Confidence',
      ask: 'Confidence',
      choices: words(confidenceWord),
      open: false,
      set: (value) => ({ what: 'confidence', confidence: value as Confidence }),
    },
    {
      command: 'many.audience',
      label: 'Audience',
      ask: 'Audience',
      choices: words(audienceWord),
      open: false,
      set: (value) => ({ what: 'audience', audience: value as Audience }),
    },
    owner(choices, me),
    ...tags(choices),
  ]
}
