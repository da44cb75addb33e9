/** Hears every key stroke of the window and gives it to the command it means there. */
import type { Scope } from './declarations'
import { isComposing } from './keys'
import type { Registry, Typing } from './registry'

function isTextField(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false
  // An editor in a shadow root: from outside only its host is heard.
  if (target.dataset['typing']) return true
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

export interface Listening {
  /** What the window shows. */
  view: () => Scope
  /** Whether a message offers to undo: then an empty field leaves the keys for it to the window. */
  offersUndo: () => boolean
  /** Takes a stroke that has to wait; answers whether it did. */
  ahead: (event: KeyboardEvent) => boolean
}

/**
 * Keeps the strokes of an input method from every handler of the window: its Enter takes a word and its Escape drops one; neither
 * sends, opens or closes anything. The editor looks after its own. What the platform does with the stroke is left alone.
 */
function keepComposing(event: KeyboardEvent): void {
  const inEditor = event.target instanceof Element && event.target.closest('[data-editor]') !== null
  if (isComposing(event) && !inEditor) event.stopImmediatePropagation()
}

/** `data-scope` on an element says where it lies. Call the answer to stop. */
export function listen(registry: Registry, { view, offersUndo, ahead }: Listening): () => void {
  const onKeydown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const target = event.target instanceof Element ? event.target : document.body
    const modal = target.closest('dialog') ?? document.querySelector('dialog[open]')
    const scopes: Scope[] = []
    for (let at: Element | null = target; at && at !== modal; at = at.parentElement) {
      const scope = at.getAttribute('data-scope')
      if (scope) scopes.push(scope as Scope)
    }
    if (modal) scopes.push((modal.getAttribute('data-scope') as Scope | null) ?? 'dialog')
    else scopes.push(view(), 'everywhere')
    if (ahead(event) || registry.press(event, scopes, typingIn(event.target, offersUndo))) event.preventDefault()
  }
  window.addEventListener('keydown', keepComposing, true)
  window.addEventListener('keydown', onKeydown)
  return () => {
    window.removeEventListener('keydown', keepComposing, true)
    window.removeEventListener('keydown', onKeydown)
  }
}

function typingIn(target: EventTarget | null, offersUndo: () => boolean): Typing {
  if (!isTextField(target)) return false
  const isEmpty =
    target.dataset['typing'] === 'empty' ||
    ((target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) && target.value === '')
  return isEmpty && offersUndo() ? 'emptied' : true
}
