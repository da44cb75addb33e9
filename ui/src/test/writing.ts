/** The Markdown fields of a window under test: found by their name once the editor is in place, written in as by hand. */
import { EditorView } from '@codemirror/view'
import { waitFor } from '@testing-library/svelte'
import { expect } from 'vitest'

// Fetched here, so that no test waits for it.
import '../editor/create'

export interface Field {
  /** What has the focus and hears keys. */
  readonly element: HTMLElement
  readonly view: EditorView
  /** Puts the caret at the end and types there; jsdom's own typing does not reach into a shadow root. */
  type: (text: string) => void
  /** Pastes; the answer says whether somebody took care of it. */
  paste: (data: { text?: string; html?: string; files?: File[] }) => boolean
}

function find(label: string): EditorView | null {
  const content = document
    .querySelector(`[data-editor="${label}"]`)
    ?.shadowRoot?.querySelector<HTMLElement>('.cm-content')
  return content ? EditorView.findFromDOM(content) : null
}

export async function field(label: string): Promise<Field> {
  const view = await waitFor(() => {
    const found = find(label)
    expect(found, label).not.toBeNull()
    return found!
  })
  const element = view.contentDOM
  return {
    element,
    view,
    type: (text) => {
      view.focus()
      const end = view.state.doc.length
      view.dispatch({
        changes: { from: end, insert: text },
        selection: { anchor: end + text.length },
        userEvent: 'input.type',
      })
    },
    paste: (data) => {
      const event = new Event('paste', { bubbles: true, cancelable: true, composed: true })
      const parts: Record<string, string> = { 'text/plain': data.text ?? '', 'text/html': data.html ?? '' }
      const clipboardData = { getData: (type: string) => parts[type] ?? '', files: data.files ?? [] }
      Object.defineProperty(event, 'clipboardData', { value: clipboardData })
      element.dispatchEvent(event)
      return event.defaultPrevented
    },
  }
}

/** What a field says; `null` when there is none of that name. */
export function textIn(label: string): string | null {
  return find(label)?.state.doc.toString() ?? null
}

/** Whether there is a field of this name, with or without its editor. */
export function isThere(label: string): boolean {
  return document.querySelector(`[data-editor="${label}"]`) !== null
}
