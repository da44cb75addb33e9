/** Handles the commands whose state is the window's own; the rest are handled by the components on show. */
import { deliver } from '../attach'
import type { App } from '../state/app.svelte'
import { isDark } from '../theme'
import { nextZoom } from '../zoom'
import { place } from '../state/learning.svelte'
import { NUMBERS } from '../state/openCases.svelte'
import type { CommandId } from './declarations'
import type { Handler } from './registry'

function firstLine(selection: string): string {
  return selection.trim()
}

/** Frames to wait for something that is still being loaded. */
const PATIENCE = 180

/** Focuses what a selector names, once it is in the document, a field with its text chosen; gives up when it does not come. */
export function focusSoon(selector: string, frames = PATIENCE): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(selector)
    if (found) {
      found.focus()
      if (found instanceof HTMLInputElement) found.select()
    } else if (frames > 0) focusSoon(selector, frames - 1)
  })
}

export function wire(app: App): () => void {
  const handlers: Partial<Record<CommandId, Handler>> = {
    'find.open': {
      run: () => (app.dialog = { name: 'find', text: firstLine(String(window.getSelection() ?? '')) }),
    },
    'find.page': {
      run: () => {
        const words = firstLine(String(window.getSelection() ?? ''))
        if (words !== '') app.explorer.show({ text: words, chosen: {} })
        app.go({ view: 'find' })
        focusSoon('[data-find-text]')
      },
    },
    'palette.open': { run: () => (app.dialog = { name: 'palette', text: '' }) },
    'go.cases': { run: () => app.go({ view: 'cases', path: app.caseNote.path }) },
    'go.articles': { run: () => app.go({ view: 'articles', path: app.articleNote.path }) },
    'go.paths': { run: () => app.go({ view: 'paths', path: app.learning.path }) },
    'path.resume': {
      run: () => app.resumePath(),
      when: () => (app.learning.paths?.length ?? 0) > 0,
      title: () => {
        const row = app.learning.resumable
        return row ? `Resume: ${row.title}, ${place(row)}` : 'Choose a path'
      },
    },
    'note.history': {
      run: () => app.noteOnShow !== null && app.go({ view: 'history', path: app.noteOnShow }),
    },
    'note.trash': { run: () => app.noteOnShow !== null && void app.trash(app.noteOnShow) },
    'go.drafts': { run: () => app.go({ view: 'drafts' }) },
    'go.trash': { run: () => app.go({ view: 'trash' }) },
    'go.purge': { run: () => app.go({ view: 'purge' }) },
    'go.problems': { run: () => app.go({ view: 'problems' }) },
    'go.settings': { run: () => app.go({ view: 'settings', section: 'vaults' }) },
    'settings.vaults': { run: () => app.go({ view: 'settings', section: 'vaults' }) },
    'settings.keys': { run: () => app.go({ view: 'settings', section: 'keys' }) },
    'settings.meaning': { run: () => app.go({ view: 'settings', section: 'meaning' }) },
    'settings.about': { run: () => app.go({ view: 'settings', section: 'about' }) },
    'go.gallery': { run: () => app.go({ view: 'gallery' }) },
    'zoom.in': { run: () => void app.prefer({ zoom: nextZoom(app.chosen.zoom, 1) }) },
    'zoom.out': { run: () => void app.prefer({ zoom: nextZoom(app.chosen.zoom, -1) }) },
    'zoom.reset': { run: () => void app.prefer({ zoom: 100 }) },
    'theme.switch': { run: () => void app.prefer({ theme: isDark() ? 'light' : 'dark' }) },
    'go.back': { run: () => app.back() },
    'go.forward': { run: () => app.forward() },
    'go.out': { run: () => stepOut(app) },
    'case.new': { run: () => (app.dialog = { name: 'new-case', issue: '', title: '' }) },
    'article.new': { run: () => (app.dialog = { name: 'new-article', title: '' }) },
    'case.pop-out': { run: () => app.caseNote.path !== null && void app.popOut(app.caseNote.path) },
    'window.narrow': { run: () => void app.toggleNarrow() },
    'change.undo': { run: () => void app.changes.undo() },
    'change.redo': { run: () => void app.changes.redo() },
    'keys.show': { run: () => (app.dialog = { name: 'keys' }) },
    'pane.queue': { run: () => app.panes.toggle('queue') },
    'pane.knowledge': { run: () => app.panes.toggle('knowledge') },
    'queue.focus': {
      run: () => {
        app.panes.show('queue')
        focusSoon('[data-scope=queue]')
      },
    },
    'knowledge.focus': {
      run: () => {
        app.panes.show('knowledge')
        focusSoon('[data-suggestion]')
      },
    },
  }
  for (const number of NUMBERS) {
    const open = () => {
      const path = app.openCases.at(number)
      if (path !== null) app.go({ view: 'cases', path })
    }
    handlers[`case.open-${number}`] = { run: open, when: () => app.openCases.at(number) !== null }
  }
  const stops = Object.entries(handlers).map(([id, handler]) => app.commands.handle(id as CommandId, handler))
  stops.push(app.client.onDrop(deliver))
  return () => stops.forEach((stop) => stop())
}

/** Escape: stop a change of many notes, else uncover a pane, else leave a field for the queue, else go to the cases. */
function stepOut(app: App): void {
  if (app.changes.running !== null) return void app.changes.stop()
  if (app.panes.uncover()) return
  if (app.router.now.view !== 'cases') {
    if (app.router.canGoBack) app.back()
    else app.go({ view: 'cases', path: app.alone ?? app.caseNote.path })
    return
  }
  document.querySelector<HTMLElement>('[data-scope=queue]')?.focus()
}
