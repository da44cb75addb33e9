/**
 * What the window hears: from the core, that notes or the vault changed; from the desktop, what it is asked to do and
 * what other windows chose. A part of the window's state (`app.svelte.ts`), and the only one beside it that changes it.
 */
import type { DeskEvent, Event } from '../bindings'
import { asCasebookError } from '../client'
import type { App } from './app.svelte'

export class Hearing {
  #wanted: (() => void) | null = null
  #saidProblem: string | null = null

  constructor(private readonly app: App) {}

  /** Listens. Call the answer to stop. */
  start(): () => void {
    const { client } = this.app
    const stops = [client.on((event) => this.#hear(event)), client.onDesk((event) => this.#hearDesk(event))]
    return () => stops.forEach((stop) => stop())
  }

  /** Does what the desktop asked for before there was a vault. */
  obeyNow(): void {
    this.#wanted?.()
    this.#wanted = null
  }

  #hear(event: Event): void {
    const { app } = this
    if (event.event === 'notes-changed') {
      const here = app.caseNote.path
      if (event.origin === 'outside' && here && event.paths.includes(here)) {
        app.toasts.say('This case was changed outside Casebook', null, `Shown as it is on disk now.`)
      }
      app.refresh()
      return
    }
    if (event.event === 'changing') return void (app.changes.running = event.progress)
    // The find box that has the report listens for itself.
    if (event.event === 'reading') return
    const { status, vault } = app
    if (!status || !vault) return
    if (event.event === 'indexing') {
      // Of progress the next follows at once; what lasts is its end.
      if (event.progress) app.status = { ...status, vault: { ...vault, indexing: event.progress } }
      else app.heard({ ...status, vault: { ...vault, indexing: null } })
      if (event.progress === null) app.refresh()
    } else if (event.event === 'embedding') {
      if (event.progress) app.status = { ...status, vault: { ...vault, embedding: event.progress } }
      else app.heard({ ...status, vault: { ...vault, embedding: null } })
    } else if (event.event === 'missing') {
      app.heard({ ...status, vault: { ...vault, missing: event.missing } })
      if (event.missing === null) app.refresh()
    } else if (event.event === 'late') {
      app.heard({ ...status, vault: { ...vault, late: event.late } })
    } else {
      app.heard({ ...status, vault: { ...vault, unavailable: event.unavailable } })
      if (event.unavailable === null) app.refresh()
    }
  }

  #hearDesk(event: DeskEvent): void {
    const { app } = this
    if (event.event === 'status-changed') return void app.reloadStatus().then(() => this.#sayProblem())
    if (event.event === 'preferences-changed') {
      const { event: _, ...preferences } = event
      const renamed = app.status !== null && app.status.me !== preferences.me
      if (app.status) app.heard({ ...app.status, ...preferences })
      if (renamed && app.vault) void app.queue.load()
      return
    }
    if (event.event === 'draft-kept' || app.alone !== null) return
    const obey = () => {
      if (event.event === 'find-asked') {
        if (!app.firstRun.tryKey()) app.dialog = { name: 'find', text: '' }
      } else if (event.event === 'new-case-asked') app.dialog = { name: 'new-case', issue: '', title: '' }
      else void app.open(event.path, 'case')
    }
    // Asked for before the vault was open: as soon as it is.
    if (app.vault) obey()
    else this.#wanted = obey
  }

  /** A second start asked for a vault that cannot be opened; the one that is open stays. */
  #sayProblem(): void {
    const problem = this.app.status?.problem ?? null
    if (problem && this.app.vault && problem.message !== this.#saidProblem)
      this.app.toasts.fail(asCasebookError(problem))
    this.#saidProblem = problem?.message ?? null
  }
}
