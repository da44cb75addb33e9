/** How the editor looks: the reader's type and the window's tokens, so that nothing jumps between reading and editing. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const frame = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'transparent', font: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': {
    padding: '0',
    caretColor: 'var(--text)',
    userSelect: 'text',
    WebkitUserSelect: 'text',
    overflowWrap: 'anywhere',
  },
  '.cm-line': { padding: '0' },
  '.cm-code': { fontFamily: 'var(--font-mono)', fontSize: '0.92em' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-content ::selection': { backgroundColor: 'color-mix(in oklch, var(--accent) 28%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)', color: 'var(--mark-text)', borderRadius: '2px' },
  '.cm-searchMatch-selected': { outline: '2px solid var(--accent)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--warn-soft)' },
  '.cm-snippetField': { backgroundColor: 'var(--accent-soft)', borderRadius: '2px' },
  '.cm-panels': { display: 'none' },
  '.cm-tooltip': {
    border: '1px solid var(--edge)',
    borderRadius: 'var(--r)',
    backgroundColor: 'var(--panel)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-l)',
    zIndex: '40',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--text-m)',
    maxHeight: '16em',
    minWidth: '260px',
    maxWidth: 'min(560px, 90vw)',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '12px',
    padding: '3px 8px',
    borderRadius: 'var(--r-s)',
    lineHeight: '20px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text)',
  },
  '.cm-completionLabel': { flex: '1', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
  '.cm-completionDetail': { marginLeft: '0', fontStyle: 'normal', color: 'var(--mute)', fontSize: 'var(--text-s)' },
})

const signs = { color: 'var(--faint)' }
const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: 'var(--weight-strong)' },
  { tag: tags.strong, fontWeight: 'var(--weight-strong)' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.monospace, fontFamily: 'var(--font-mono)', fontSize: '0.92em' },
  { tag: tags.link, color: 'var(--accent)' },
  { tag: tags.url, color: 'var(--mute)' },
  { tag: tags.quote, color: 'var(--mute)' },
  { tag: tags.list, color: 'inherit' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.meta], ...signs },
  { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--cust)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--warn)' },
  { tag: [tags.propertyName, tags.definition(tags.variableName), tags.typeName, tags.tagName], color: 'var(--accent)' },
  { tag: tags.invalid, color: 'var(--danger)' },
])

export const look: Extension = [frame, syntaxHighlighting(words)]
