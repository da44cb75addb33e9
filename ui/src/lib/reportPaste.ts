/** A report pasted into a field of one line: the field would make one line of it. The find box reads it as what it is. */
import type { App } from './state/app.svelte'

export function pasteReport(app: App, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (!/\n\s*\S/.test(text.trimStart())) return
  event.preventDefault()
  app.dialog = { name: 'find', text }
}
