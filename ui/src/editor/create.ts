/**
 * A CodeMirror editor in a shadow root: there its styles become adopted style sheets, which the content policy allows
 * as it is. Loaded on demand (`MarkdownEditor.svelte`); nothing else imports CodeMirror's view.
 */
import { autocompletion, closeBrackets } from '@codemirror/autocomplete'
import { history } from '@codemirror/commands'
import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { bracketMatching } from '@codemirror/language'
import { closeSearchPanel, openSearchPanel, search, SearchQuery, setSearchQuery } from '@codemirror/search'
import { ChangeSet, Compartment, EditorState, type Extension, type Text } from '@codemirror/state'
import { EditorView, placeholder } from '@codemirror/view'

import { sources, type Offers } from './complete'
import { composition } from './composition'
import { lineDirections } from './direction'
import { replacement } from './diff'
import { floating } from './floating'
import { guarded } from './guard'
import { keys } from './keys'
import { languages } from './languages'
import { isOutside, outside } from './outside'
import { look } from './theme'

export interface Setup extends Offers {
  root: ShadowRoot
  text: string
  label: string
  hint: string
  readonly: boolean
  /** One field among others: Tab leaves it. */
  inForm?: boolean
  /** Where the caret is to be; without it at the start, in a form at the end. */
  selection?: Found
  onType: (text: string) => void
  onBlur: () => void
  /** True when the paste or drop is taken care of. */
  onTransfer: (data: DataTransfer) => boolean
  /** Extra extensions, such as line numbers for a whole file. */
  more?: Extension
}

/** A stretch of the text, in UTF-16 code units. */
export interface Found {
  from: number
  to: number
}

const writing = (offers: Offers): Extension => [
  EditorView.lineWrapping,
  markdown({ base: markdownLanguage, codeLanguages: languages, completeHTMLTags: false }),
  autocompletion({ override: sources(offers), icons: false, activateOnTypingDelay: 60 }),
]

export class Editor {
  readonly view: EditorView
  readonly #history = new Compartment()
  readonly #editable = new Compartment()
  readonly #hint = new Compartment()
  readonly #setup: Setup
  /** What came from outside while an input method composed, as changes to the text as it is now. */
  #waiting: ChangeSet | null = null

  constructor(setup: Setup) {
    this.#setup = setup
    this.view = new EditorView({
      root: setup.root,
      parent: setup.root,
      state: EditorState.create({
        doc: setup.text,
        selection: setup.selection
          ? { anchor: setup.selection.from, head: setup.selection.to }
          : { anchor: setup.inForm ? setup.text.length : 0 },
        extensions: [
          look,
          this.#history.of(history()),
          closeBrackets(),
          bracketMatching(),
          lineDirections,
          // The window's own find bar drives the search; this panel only switches the marks on.
          search({ top: true, createPanel: () => ({ dom: document.createElement('div') }) }),
          composition,
          floating(setup.root),
          this.#hint.of(placeholder(setup.hint)),
          keys(setup.inForm ?? false),
          guarded({ longLine: [], longText: EditorView.lineWrapping, usual: writing(setup) }, setup.text),
          this.#editable.of(EditorState.readOnly.of(setup.readonly)),
          EditorView.contentAttributes.of({
            'aria-label': setup.label,
            spellcheck: 'true',
            autocapitalize: 'sentences',
          }),
          EditorView.domEventHandlers({
            blur: () => setup.onBlur(),
            // Only after the editor has read what was composed.
            compositionend: () => void setTimeout(() => this.#takeWaiting()),
            paste: (event) => this.#transfer(event, event.clipboardData, setup),
            drop: (event) => this.#transfer(event, event.dataTransfer, setup),
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some(isOutside)) return
            if (this.#waiting) this.#waiting = this.#waiting.map(update.changes)
            else setup.onType(update.state.doc.toString())
          }),
          setup.more ?? [],
        ],
      }),
    })
  }

  get text(): string {
    return this.view.state.doc.toString()
  }

  get doc(): Text {
    return this.view.state.doc
  }

  /** Takes over a text from outside; while an input method composes, only afterwards. */
  setText(text: string): void {
    const waiting = this.#waiting
    const { doc } = this.view.state
    const now = waiting ? waiting.apply(doc) : doc
    const change = replacement(now.toString(), text)
    if (!change) return
    const changes = ChangeSet.of(change, now.length)
    if (this.view.composing) {
      this.#waiting = waiting ? waiting.compose(changes) : changes
      return
    }
    const { inForm } = this.#setup
    // As in a plain field, the caret goes behind a text that was put in, unless somebody is in the midst of theirs.
    const toEnd = inForm && (!this.view.hasFocus || doc.length === 0)
    this.view.dispatch({ ...outside(changes), selection: toEnd ? { anchor: text.length } : undefined })
    // What was written and is done with is not to be taken back as text.
    if (inForm && text === '') this.#forget()
  }

  setHint(hint: string): void {
    this.view.dispatch({ effects: this.#hint.reconfigure(placeholder(hint)) })
  }

  setReadonly(readonly: boolean): void {
    this.view.dispatch({ effects: this.#editable.reconfigure(EditorState.readOnly.of(readonly)) })
  }

  /** Puts text where the caret is, as typing would; `apart` keeps a space between it and the word before. */
  insert(text: string, apart = false): void {
    const { state } = this.view
    const before = state.sliceDoc(state.selection.main.from - 1, state.selection.main.from)
    const gap = apart && /\S/.test(before) ? ' ' : ''
    this.view.dispatch(state.replaceSelection(gap + text), { userEvent: 'input.paste', scrollIntoView: true })
  }

  focus(): void {
    this.view.focus()
  }

  /** Puts the caret on a line, counted from 1, and shows it. */
  goTo(line: number): void {
    const { doc } = this.view.state
    const { from } = doc.line(Math.max(1, Math.min(doc.lines, line)))
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    this.view.focus()
  }

  /** Marks what the words match and says where, at most `most` places. No words take the marks away. */
  search(words: string, caseSensitive: boolean, most: number): Found[] {
    const query = new SearchQuery({ search: words, caseSensitive, literal: true })
    if (!query.valid) {
      closeSearchPanel(this.view)
      return []
    }
    openSearchPanel(this.view)
    this.view.dispatch({ effects: setSearchQuery.of(query) })
    const found: Found[] = []
    const cursor = query.getCursor(this.view.state)
    for (let at = cursor.next(); !at.done && found.length < most; at = cursor.next()) {
      found.push({ from: at.value.from, to: at.value.to })
    }
    return found
  }

  /** Chooses a stretch and shows it, without taking the focus. */
  select({ from, to }: Found): void {
    this.view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    })
  }

  /** Puts `text` in place of each stretch: one step of the editor's undo. */
  replace(found: readonly Found[], text: string): void {
    if (this.view.state.readOnly) return
    this.view.dispatch({
      changes: found.map(({ from, to }) => ({ from, to, insert: text })),
      userEvent: 'input.replace.all',
    })
  }

  destroy(): void {
    this.view.destroy()
  }

  #transfer(event: Event, data: DataTransfer | null, setup: Setup): boolean {
    if (!data || this.view.state.readOnly || !setup.onTransfer(data)) return false
    event.preventDefault()
    return true
  }

  /** Brings in what waited for the composition to end, beside what was composed. */
  #takeWaiting(): void {
    const waiting = this.#waiting
    if (!waiting || this.view.composing) return
    this.#waiting = null
    this.view.dispatch(outside(waiting))
    this.#setup.onType(this.text)
  }

  #forget(): void {
    this.view.dispatch({ effects: this.#history.reconfigure([]) })
    this.view.dispatch({ effects: this.#history.reconfigure(history()) })
  }
}
