import { render, waitFor } from '@testing-library/svelte'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'

import { fakeClient } from '../lib/fake'
import { App } from '../lib/state/app.svelte'
import type { Editor } from './create'
import Harness from './MarkdownEditor.harness.svelte'

async function open(value: string) {
  const app = new App(fakeClient())
  let editor: Editor | null = null
  const typed: string[] = []
  const files: File[] = []
  const props = {
    app,
    value,
    label: 'Resolution text',
    ontype: (text: string) => void typed.push(text),
    onready: (made: Editor) => void (editor = made),
    onfiles: (pasted: File[]) => void files.push(...pasted),
  }
  const shown = render(Harness, { props })
  await waitFor(() => expect(editor).not.toBeNull())
  return { ...shown, props, typed, files, editor: editor as unknown as Editor }
}

describe('the Markdown editor', () => {
  it('brings its styles as adopted sheets, so that the content policy holds', async () => {
    const { editor, container } = await open('text')
    expect(editor.view.root).toBeInstanceOf(ShadowRoot)
    expect(document.head.querySelector('style[data-codemirror]')).toBeNull()
    expect(container.querySelector('[style]')).toBeNull()
  })

  it('has a name, and says what is typed', async () => {
    const { editor, typed } = await open('one')
    expect(editor.view.contentDOM.getAttribute('aria-label')).toBe('Resolution text')
    expect(editor.view.contentDOM.getAttribute('role')).toBe('textbox')
    editor.view.dispatch({ changes: { from: 3, insert: ' two' } })
    expect(typed).toEqual(['one two'])
  })

  it('takes a text from outside without moving the caret, without calling it typing, and not into its undo', async () => {
    const { editor, typed, rerender, props } = await open('first\nsecond')
    editor.view.dispatch({ selection: { anchor: 8 } })
    await rerender({ ...props, value: 'first line\nsecond' })
    expect(editor.text).toBe('first line\nsecond')
    expect(editor.view.state.selection.main.anchor).toBe(13)
    expect(typed).toEqual([])
  })

  it('leaves the window its keys', async () => {
    const { editor } = await open('text')
    for (const key of ['Enter', 'l', 'e', 'k']) {
      const event = new KeyboardEvent('keydown', {
        key,
        ctrlKey: key !== 'l',
        altKey: key === 'l',
        bubbles: true,
        cancelable: true,
        composed: true,
      })
      editor.view.contentDOM.dispatchEvent(event)
      expect(event.defaultPrevented, key).toBe(false)
    }
    expect(editor.text).toBe('text')
  })

  it('shows a text with a very long line, guarded', async () => {
    const { findByText, editor } = await open(`a\n${'x'.repeat(100_000)}`)
    await findByText(/very long/)
    expect(editor.view.lineWrapping).toBe(false)
  })

  it('is accessible', async () => {
    const { container } = await open('text')
    const found = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(found.violations.map(({ id }) => id)).toEqual([])
  })
})
