/** Fetches the editor's code when the window has nothing more urgent to do. */
type Code = typeof import('./create')

let code: Code | null = null
let coming: Promise<Code> | null = null

/** The code, when it is there already. */
export function editorCode(): Code | null {
  return code
}

export function loadEditor(): Promise<Code> {
  coming ??= import('./create').then(
    (it) => (code = it),
    (error: unknown) => {
      coming = null
      throw error
    },
  )
  return coming
}

/** Once what is on show now has been painted; a window out of sight paints nothing. */
export function afterPaint(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
}
