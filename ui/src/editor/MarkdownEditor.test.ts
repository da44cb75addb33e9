import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import axe from 'axe-core'
import { describe, expect, it, vi } from 'vitest'

import { fakeClient } from '../lib/fake'
import { App } from '../lib/state/app.svelte'
import type { Editor } from './create'
import Harness from './MarkdownEditor.harness.svelte'

async function open(value: string, more: { inForm?: boolean } = {}) {
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
    ...more,
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

  it('guards itself against a very long line put in, and is at ease when it goes', async () => {
    const { editor } = await open('short')
    const wraps = () => editor.view.contentDOM.classList.contains('cm-lineWrapping')
    expect(wraps()).toBe(true)
    editor.insert('x'.repeat(100_000))
    expect(wraps()).toBe(false)
    editor.view.dispatch({ changes: { from: 10, to: editor.doc.length } })
    expect(wraps()).toBe(true)
  })

  it('keeps what is composed and what came from outside meanwhile', async () => {
    const { editor, typed, rerender, props } = await open('one two')
    const composing = vi.spyOn(editor.view, 'composing', 'get').mockReturnValue(true)
    await rerender({ ...props, value: 'one two, and theirs' })
    expect(editor.text).toBe('one two')
    editor.view.dispatch({ changes: { from: 3, insert: ' に' } })
    composing.mockReturnValue(false)
    editor.view.contentDOM.dispatchEvent(new Event('compositionend'))
    await waitFor(() => expect(editor.text).toBe('one に two, and theirs'))
    expect(typed.at(-1)).toBe('one に two, and theirs')
  })

  it('in a form leaves Tab alone, and Ctrl+Z once its text was taken', async () => {
    const { editor, rerender, props } = await open('- item', { inForm: true })
    const stroke = (key: string, ctrlKey = false) => {
      const init = { key, ctrlKey, keyCode: key === 'z' ? 90 : 9, bubbles: true, cancelable: true, composed: true }
      return !editor.view.contentDOM.dispatchEvent(new KeyboardEvent('keydown', init))
    }
    expect(editor.view.state.selection.main.head).toBe(6)
    expect(stroke('Tab')).toBe(false)
    editor.view.dispatch({ changes: { from: 6, insert: ' more' }, userEvent: 'input.type' })
    expect(stroke('z', true)).toBe(true)
    expect(editor.text).toBe('- item')
    editor.view.dispatch({ changes: { from: 6, insert: ' more' }, userEvent: 'input.type' })
    await rerender({ ...props, value: '- item more' })
    await rerender({ ...props, value: '' })
    expect(stroke('z', true)).toBe(false)
    expect(editor.text).toBe('')
  })

  it('is accessible', async () => {
    const { container } = await open('text')
    const found = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(found.violations.map(({ id }) => id)).toEqual([])
  })
})

describe('before the editor is there', () => {
  const setUp = (value: string) => {
    const typed: string[] = []
    const found: { editor: Editor | null } = { editor: null }
    const props = {
      app: new App(fakeClient()),
      value,
      label: 'Resolution text',
      ontype: (text: string) => void typed.push(text),
      onready: (made: Editor) => void (found.editor = made),
    }
    return { props, typed, found, ...render(Harness, { props }) }
  }
  const area = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Resolution text' })

  it('a plain text area takes what is typed, and hands over text, caret and focus', async () => {
    const { typed, found, props, rerender } = setUp('one three')
    area().focus()
    await fireEvent.input(area(), { target: { value: 'one two three' } })
    expect(typed).toEqual(['one two three'])
    await rerender({ ...props, value: 'one two three' })
    area().setSelectionRange(7, 7)
    await waitFor(() => expect(found.editor).not.toBeNull())
    expect(found.editor!.text).toBe('one two three')
    expect(found.editor!.view.state.selection.main.head).toBe(7)
    expect(found.editor!.view.hasFocus).toBe(true)
    expect(screen.queryByRole('textbox', { name: 'Resolution text' })).toBeNull()
  })

  it('a word that is being composed is not torn', async () => {
    const { found, props, rerender } = setUp('')
    area().focus()
    await fireEvent(area(), new Event('compositionstart'))
    await new Promise((done) => setTimeout(done, 100))
    expect(found.editor).toBeNull()
    await fireEvent.input(area(), { target: { value: '日本' } })
    await rerender({ ...props, value: '日本' })
    await fireEvent(area(), new Event('compositionend'))
    await waitFor(() => expect(found.editor).not.toBeNull())
    expect(found.editor!.text).toBe('日本')
  })
})
