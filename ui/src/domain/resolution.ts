/** Copying what ends the trouble: the Resolution section and nothing else, with a word on who may read it. */
import type { NoteView, VaultPath } from '../lib/bindings'
import { asCasebookError } from '../lib/client'
import type { App } from '../lib/state/app.svelte'

export interface Copied {
  said: string
  more: string | null
}

export function resolutionText(view: NoteView): string | null {
  const text = view.sections
    .filter((section) => section.kind === 'resolution')
    .map((section) => section.text.trim())
    .join('\n\n')
  return text === '' ? null : text
}

/** Copies the resolution of a note; the answer says what to tell the user. */
export async function copyResolutionOf(app: App, path: VaultPath): Promise<Copied> {
  try {
    const view = await app.client.call('get_note', { path })
    const text = resolutionText(view)
    if (text === null) return { said: 'This note has no Resolution section', more: null }
    await app.client.call('copy_text', { text })
    const isInternal = view.article === null || view.article.audience === 'internal'
    return {
      said: 'Copied the resolution',
      more: isInternal ? 'These steps are internal: read them over before you send them.' : null,
    }
  } catch (error) {
    const { message, hint } = asCasebookError(error)
    return { said: message, more: hint }
  }
}

export async function copyResolution(app: App, path: VaultPath): Promise<void> {
  const { said, more } = await copyResolutionOf(app, path)
  app.toasts.say(said, null, more)
}
