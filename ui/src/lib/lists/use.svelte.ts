/** What the queue and the list of articles do alike: the keyboard, the mouse, the selection and changing what is in it. */
import { untrack } from 'svelte'

import type { Choices, NoteKind } from '../bindings'
import type { CommandId } from '../commands/declarations'
import { useCommands } from '../commands/use.svelte'
import { useApp, type App } from '../state/app.svelte'
import { many } from '../text/words'
import type { BulkAction } from './bulk'
import { Hand } from './hand.svelte'
import { changeMany } from './many.svelte'
import type { Answer, Windowed } from './windowed.svelte'

export interface ListOptions<Row extends { path: string }> {
  list: Windowed<Row, Answer<Row>>
  kind: Extract<NoteKind, 'case' | 'article'>
  /** Under which name it is kept where the list was left. */
  place: () => string
  open: () => string | null
  choose: (path: string) => void
  done: () => boolean
  actions: (choices: Choices | null, me: string) => BulkAction[]
}

export class ListDesk<Row extends { path: string }> {
  readonly hand: Hand<Row>
  page = $state(10)
  choices = $state.raw<Choices | null>(null)
  /** The action whose choices are shown. */
  asked = $state<CommandId | null>(null)
  busy = $state(false)
  readonly actions: BulkAction[] = $derived.by(() => this.options.actions(this.choices, this.app.status?.me ?? ''))

  constructor(
    readonly app: App,
    readonly options: ListOptions<Row>,
  ) {
    this.hand = new Hand(options.list, options.open, (selected, total) =>
      app.toasts.say(
        `The first ${selected.toLocaleString('en')} of ${total.toLocaleString('en')} are selected`,
        null,
        'One change reaches no more; narrow the list for the rest.',
      ),
    )
  }

  get list(): Windowed<Row, Answer<Row>> {
    return this.options.list
  }

  enter(): void {
    const { row } = this.hand
    if (row) this.choose(row.path)
  }

  choose(path: string): void {
    this.hand.rest()
    this.options.choose(path)
  }

  /** A press on a row: with Shift a stretch, with Ctrl or on its tick one more, else it opens. */
  press(index: number, event: MouseEvent): void {
    const onTick = event.target instanceof Element && event.target.closest('[data-tick]') !== null
    if (event.shiftKey) void this.hand.extend(index)
    else if (event.ctrlKey || event.metaKey || onTick) this.hand.toggle(index)
    else {
      const path = this.list.rowAt(index)?.path
      if (path !== undefined) this.choose(path)
    }
  }

  /** Shows another list: what was selected belongs to the one before. */
  reset(): void {
    this.hand.clear()
    this.hand.rest()
  }

  async loadChoices(): Promise<void> {
    const { kind, done } = this.options
    this.choices = await this.app.client.call('list_choices', { kind, done: done() }).catch(() => this.choices)
  }

  /** Shows what an action offers; with nothing selected it means the row under the keyboard. */
  ask(command: CommandId): void {
    if (this.hand.size === 0) this.hand.toggle()
    if (this.hand.size === 0) return
    void this.loadChoices()
    this.asked = command
  }

  async carryOut(action: BulkAction, value: string): Promise<void> {
    const { paths } = this.hand
    this.busy = true
    const done = await changeMany(this.app, paths, action.set(value), this.options.kind)
    this.busy = false
    if (done) this.hand.clear()
  }

  /** The busy words, once it takes long enough to be said. */
  get working(): string {
    return `Changing ${many(this.hand.size, this.options.kind)}`
  }
}

/** Makes a list answer its commands for as long as its component is on show. */
export function useList<Row extends { path: string }>(options: ListOptions<Row>): ListDesk<Row> {
  const desk = new ListDesk(useApp(), options)
  const { hand } = desk
  const able = () => desk.list.total > 0
  const act = (command: CommandId) => ({
    run: () => desk.ask(command),
    when: () => desk.actions.some((action) => action.command === command) && (hand.size > 0 || hand.cursor >= 0),
  })
  useCommands({
    'queue.down': { run: () => hand.move(1), when: able },
    'queue.up': { run: () => hand.move(-1), when: able },
    'queue.page-down': { run: () => hand.move(desk.page), when: able },
    'queue.page-up': { run: () => hand.move(-desk.page), when: able },
    'queue.first': { run: () => hand.point(0), when: able },
    'queue.last': { run: () => hand.point(desk.list.total - 1), when: able },
    'queue.enter': { run: () => desk.enter(), when: () => hand.cursor >= 0 },
    'queue.select': { run: () => hand.toggle(), when: () => hand.cursor >= 0 },
    'queue.select-down': { run: () => void hand.extend(hand.cursor + 1), when: able },
    'queue.select-up': { run: () => void hand.extend(hand.cursor - 1), when: able },
    'queue.select-all': { run: () => void hand.all(), when: able },
    'many.status': act('many.status'),
    'many.priority': act('many.priority'),
    'many.owner': act('many.owner'),
    'many.tag': act('many.tag'),
    'many.untag': act('many.untag'),
    'many.confidence': act('many.confidence'),
    'many.audience': act('many.audience'),
    // Escape gives the selection up first, unless there is something to stop.
    'go.out': { run: () => hand.clear(), when: () => hand.size > 0 && desk.app.changes.running === null },
  })
  const { view } = desk.app
  view.enter(options.place(), options.open())
  const left = view.row(options.place())
  if (left !== null) hand.take(left)
  const isRead = $derived(desk.list.head !== null)
  let open = options.open()
  // A note opened from elsewhere is shown where it is in the list.
  $effect(() => {
    const path = options.open()
    untrack(() => {
      if (path !== open) hand.rest()
      open = path
      view.look(options.place(), path)
    })
    const row = untrack(() => hand.pointed) ?? path
    if (row !== null && isRead) untrack(() => void desk.list.locate(row))
  })
  $effect(() => view.point(options.place(), hand.pointed))
  return desk
}
