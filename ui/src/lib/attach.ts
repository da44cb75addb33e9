/**
 * Files on their way to a note: pasted bytes go through the client as a raw body, dropped files are named by the shell.
 * Each answers with the Markdown to put where the text is being written.
 */
import type { Attached, VaultPath } from './bindings'
import { asCasebookError, type Drop } from './client'
import type { App } from './state/app.svelte'
import { endOfPiece } from './text/pieces'

/** A pasted text above this is offered as an attachment. */
export const LONG_PASTE_CHARS = 256 * 1024

/**
 * Keeps a text of any length with a note, piece after piece, so that the window answers meanwhile; `done` hears how many
 * code units are over. `null` when it failed, and then the user knows why.
 */
export async function attachText(
  app: App,
  note: VaultPath,
  name: string,
  text: string,
  done: (chars: number) => void,
): Promise<Attached | null> {
  const number = Math.floor(Math.random() * 0xffff_ffff)
  const encoder = new TextEncoder()
  async function send(): Promise<Attached> {
    for (let at = 0; ;) {
      const end = endOfPiece(text, at)
      const piece = { text: number, first: at === 0, last: end === text.length }
      const attached = await app.client.send('attach_piece', { note, name, piece }, encoder.encode(text.slice(at, end)))
      done(end)
      if (attached) return attached
      at = end
    }
  }
  return kept(app, [send]).then(([first]) => first ?? null)
}

/** Keeps the files of a paste or of a file field. */
export async function attachFiles(app: App, note: VaultPath, files: Iterable<File>): Promise<Attached[]> {
  const steps = [...files].map((file) => async () => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    return app.client.send('attach', { note, name: nameOf(file) }, bytes)
  })
  return kept(app, steps)
}

/** Keeps the files of a drop. */
export async function attachDropped(app: App, note: VaultPath, files: readonly string[]): Promise<Attached[]> {
  return kept(
    app,
    files.map((file) => () => app.client.call('attach_dropped', { note, file })),
  )
}

/** Asks for files with the desktop's own dialog and keeps them. */
export async function chooseAttachments(app: App, note: VaultPath): Promise<Attached[]> {
  try {
    const attached = await app.client.call('choose_attachments', { path: note })
    for (const one of attached) app.tookFile(one)
    return attached
  } catch (error) {
    app.toasts.fail(asCasebookError(error))
    return []
  }
}

/** The Markdown of several: pictures and links on lines of their own when there is more than one. */
export function linksOf(attached: readonly Attached[]): string {
  return attached.map((one) => one.link).join('\n')
}

/** A text as the customer gets it: a file kept in the vault is named, for its address means nothing outside. */
export function withoutVaultLinks(text: string): string {
  return text.replace(/!?\[([^\]\n]*)\]\([^)\n]*attachments\/[^)\n]*\)/g, '$1 (attached)')
}

/** What is under a drop and wants it: the innermost element dressed with `dropTarget`. */
export function deliver(drop: Drop): void {
  const under = drop.stage === 'leave' ? null : document.elementFromPoint(drop.x, drop.y)
  const target = under?.closest<HTMLElement>('[data-drop]') ?? null
  for (const other of document.querySelectorAll<HTMLElement>('[data-drop=over]')) {
    if (other !== target || drop.stage !== 'over') other.dataset['drop'] = ''
  }
  if (!target) return
  if (drop.stage === 'over') target.dataset['drop'] = 'over'
  else target.dispatchEvent(new CustomEvent('casebook-drop', { detail: drop.files }))
}

/** Makes an element take dropped files: `{@attach dropTarget((files) => ...)}`. It has `data-drop="over"` meanwhile. */
export function dropTarget(take: (files: string[]) => void) {
  return (element: HTMLElement) => {
    const heard = (event: Event) => take((event as CustomEvent<string[]>).detail)
    element.dataset['drop'] = ''
    element.addEventListener('casebook-drop', heard)
    return () => {
      element.removeEventListener('casebook-drop', heard)
      delete element.dataset['drop']
    }
  }
}

/** Browsers call every pasted picture `image.png`; the minute tells them apart. */
function nameOf(file: File): string {
  if (file.name !== 'image.png') return file.name || 'pasted.txt'
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `pasted-${stamp}.png`
}

/** One after the other, so that the links come in the order of the files. */
async function kept(app: App, steps: readonly (() => Promise<Attached>)[]): Promise<Attached[]> {
  const done: Attached[] = []
  for (const step of steps) {
    try {
      const attached = await step()
      app.tookFile(attached)
      done.push(attached)
    } catch (error) {
      app.toasts.fail(asCasebookError(error))
    }
  }
  return done
}
