/**
 * A CodeMirror editor in a shadow root: there its styles become adopted style sheets, which the content policy allows
 * as it is. Loaded on demand (`MarkdownEditor.svelte`); nothing else imports CodeMirror's view.
 */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { bracketMatching, syntaxTree } from '@codemirror/language'
import { closeSearchPanel, openSearchPanel, search, SearchQuery, setSearchQuery } from '@codemirror/search'
import { Annotation, Compartment, EditorState, Transaction, type Extension, type Text } from '@codemirror/state'
import { EditorView, keymap, placeholder, tooltips, type KeyBinding } from '@codemirror/view'

import { sources, type Offers } from './complete'
import { lineDirections } from './direction'
import { replacement } from './diff'
import { burden } from './guard'
import { languages } from './languages'
import { look } from './theme'

export interface Setup extends Offers {
  root: ShadowRoot
  text: string
  label: string
  hint: string
  readonly: boolean
  onType: (text: string) => void
  onBlur: () => void
  onFocus: () => void
  /** True when the paste or drop is taken care of. */
  onTransfer: (data: DataTransfer, editor: Editor) => boolean
  /** Extra extensions, such as line numbers for a whole file. */
  more?: Extension
}

/** A stretch of the text, in UTF-16 code units. */
export interface Found {
  from: number
  to: number
}

/** Marks text that came from outside: it is not typing and not for the editor's own undo. */
const Outside = Annotation.define<boolean>()

/** Keys of the window that CodeMirror would take for itself. */
const WINDOWS_OWN = ['Mod-Enter', 'Alt-l', 'Mod-i', 'Alt-A', 'Mod-/', 'Shift-Mod-k', 'Mod-Alt-\\', 'Ctrl-k']

const ownKeys = defaultKeymap.filter(({ key, linux }) => ![key, linux].some((it) => it && WINDOWS_OWN.includes(it)))

/** Tab moves the focus, as everywhere in the window, but for list items and chosen lines, which it indents. */
function inList(state: EditorState): boolean {
  const { main } = state.selection
  if (state.doc.lineAt(main.from).number !== state.doc.lineAt(main.to).number) return true
  for (let node = syntaxTree(state).resolveInner(main.head, -1); node.parent; node = node.parent) {
    if (node.name === 'ListItem' || node.name === 'FencedCode') return true
  }
  return false
}
const tabs: KeyBinding[] = [
  { key: 'Tab', run: acceptCompletion },
  {
    key: 'Tab',
    run: (view) => inList(view.state) && indentMore(view),
    shift: (view) => inList(view.state) && indentLess(view),
  },
]

const writing = (offers: Offers): Extension => [
  markdown({ base: markdownLanguage, codeLanguages: languages, completeHTMLTags: false }),
  autocompletion({ override: sources(offers), icons: false, activateOnTypingDelay: 60 }),
]

function languageFor(text: string, offers: Offers): Extension {
  const { longLine, longText } = burden(text)
  if (longLine) return []
  return [EditorView.lineWrapping, longText ? [] : writing(offers)]
}

export class Editor {
  readonly view: EditorView
  readonly #language = new Compartment()
  readonly #editable = new Compartment()
  readonly #offers: Offers
  #waiting: string | null = null

  constructor(setup: Setup) {
    this.#offers = setup
    this.view = new EditorView({
      root: setup.root,
      parent: setup.root,
      state: EditorState.create({
        doc: setup.text,
        extensions: [
          look,
          history(),
          closeBrackets(),
          bracketMatching(),
          lineDirections,
          // The window's own find bar drives the search; this panel only switches the marks on.
          search({ top: true, createPanel: () => ({ dom: document.createElement('div') }) }),
          tooltips({ position: 'fixed' }),
          placeholder(setup.hint),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...tabs, ...historyKeymap, ...ownKeys]),
          this.#language.of(languageFor(setup.text, setup)),
          this.#editable.of(EditorState.readOnly.of(setup.readonly)),
          EditorView.contentAttributes.of({
            'aria-label': setup.label,
            spellcheck: 'true',
            autocapitalize: 'sentences',
          }),
          EditorView.domEventHandlers({
            blur: () => setup.onBlur(),
            focus: () => setup.onFocus(),
            compositionend: () => void Promise.resolve().then(() => this.#takeWaiting()),
            paste: (event) => this.#transfer(event, event.clipboardData, setup),
            drop: (event) => this.#transfer(event, event.dataTransfer, setup),
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            if (update.transactions.some((one) => one.annotation(Outside))) return
            setup.onType(update.state.doc.toString())
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
    if (this.view.composing) {
      this.#waiting = text
      return
    }
    this.#waiting = null
    const changes = replacement(this.text, text)
    if (!changes) return
    const was = burden(this.text)
    const is = burden(text)
    const regard = was.longLine !== is.longLine || was.longText !== is.longText
    this.view.dispatch({
      changes,
      annotations: [Outside.of(true), Transaction.addToHistory.of(false)],
      effects: regard ? this.#language.reconfigure(languageFor(text, this.#offers)) : [],
    })
  }

  setReadonly(readonly: boolean): void {
    this.view.dispatch({ effects: this.#editable.reconfigure(EditorState.readOnly.of(readonly)) })
  }

  /** Puts text where the caret is, as typing would. */
  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text), { userEvent: 'input.paste', scrollIntoView: true })
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
    if (!data || this.view.state.readOnly || !setup.onTransfer(data, this)) return false
    event.preventDefault()
    return true
  }

  #takeWaiting(): void {
    if (this.#waiting !== null) this.setText(this.#waiting)
  }
}
