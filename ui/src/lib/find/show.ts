/** Shows hits: all of them marked, one of them in sight. Marks are highlights of the engine; no element is touched. */

const ALL = 'find'
const HERE = 'find-here'

/** WebKit before 2.44 has none: then the one hit is chosen as text. */
function registry(): HighlightRegistry | null {
  return typeof CSS !== 'undefined' && 'highlights' in CSS && typeof Highlight === 'function' ? CSS.highlights : null
}

export function mark(all: readonly Range[], here: Range | undefined): void {
  const highlights = registry()
  if (highlights) {
    highlights.set(ALL, new Highlight(...all.filter((range) => range !== here)))
    highlights.set(HERE, new Highlight(...(here ? [here] : [])))
    return
  }
  const selection = document.getSelection()
  selection?.removeAllRanges()
  if (here) selection?.addRange(here)
}

export function unmark(): void {
  const highlights = registry()
  highlights?.delete(ALL)
  highlights?.delete(HERE)
}

/** The lowest lines of a fold fade out; in pixels. */
const FADING = 60

/** Opens the folds that hide a place. */
function unfold(range: Range): void {
  let at = range.startContainer.parentElement?.closest('[data-folded]')
  while (at) {
    const hidden = range.getBoundingClientRect().bottom > at.getBoundingClientRect().bottom - FADING
    const button = at.nextElementSibling
    if (hidden && button instanceof HTMLButtonElement && button.ariaExpanded !== 'true') button.click()
    at = at.parentElement?.closest('[data-folded]')
  }
}

/** Brings a place into sight in every box that scrolls around it, and no further than it has to. */
export function bringIntoSight(range: Range): void {
  unfold(range)
  // The fold opens with the next task.
  requestAnimationFrame(() => {
    for (let box = range.startContainer.parentElement; box; box = box.parentElement) {
      const place = range.getBoundingClientRect()
      const frame = box.getBoundingClientRect()
      const { overflowX, overflowY } = getComputedStyle(box)
      if (/auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight + 1) {
        if (place.top < frame.top + 8 || place.bottom > frame.bottom - 8)
          box.scrollTop += place.top - frame.top - box.clientHeight / 3
      }
      if (/auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth + 1) {
        if (place.left < frame.left || place.right > frame.right)
          box.scrollLeft += place.left - frame.left - box.clientWidth / 3
      }
    }
  })
}
