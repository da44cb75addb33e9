/** Gives a scrolled element the place it had the last time, and keeps the one it has. */
import type { Attachment } from 'svelte/attachments'

import type { ViewState } from './view'

/** Nearer to the edge than this counts as being there. */
const NEAR_PX = 24
/** How long what is inside may take to be as tall as it was. */
const PATIENCE_MS = 3_000

/**
 * `begins` says where the place begins when nothing was kept: a journal at its end, a list at its top. The element is marked
 * with `data-kept` while a kept place is its own, so that nothing else scrolls it at first.
 */
export function keepScroll(view: ViewState, place: string, begins: 'top' | 'end' = 'top'): Attachment<HTMLElement> {
  return (element) => {
    const wanted = view.scrolled(place)
    let restoring = wanted !== null
    /** A journal that shows its end goes on to, whatever becomes of its room and of what is in it. */
    let atEnd = begins === 'end' && wanted === null
    if (restoring) element.dataset['kept'] = ''

    const done = () => {
      restoring = false
      clearTimeout(patience)
    }
    const settle = () => {
      if (restoring && wanted !== null) {
        element.scrollTop = wanted
        if (Math.abs(element.scrollTop - wanted) < 2) done()
      } else if (atEnd) element.scrollTop = element.scrollHeight
    }
    const note = () => {
      if (restoring) return
      const { scrollTop, scrollHeight, clientHeight } = element
      const from = begins === 'top' ? scrollTop : scrollHeight - clientHeight - scrollTop
      atEnd = begins === 'end' && from <= NEAR_PX
      view.scroll(place, from <= NEAR_PX ? null : scrollTop)
    }
    // A wheel or a key means that somebody looks for something else by now.
    const given = () => restoring && done()
    const sizes = new ResizeObserver(settle)
    sizes.observe(element)
    for (const child of element.children) sizes.observe(child)
    const patience = setTimeout(done, PATIENCE_MS)
    settle()
    element.addEventListener('scroll', note, { passive: true })
    element.addEventListener('wheel', given, { passive: true })
    element.addEventListener('keydown', given)
    return () => {
      done()
      sizes.disconnect()
      element.removeEventListener('scroll', note)
      element.removeEventListener('wheel', given)
      element.removeEventListener('keydown', given)
    }
  }
}
