/**
 * Where the offers of an editor are shown: in the browser's top layer, so that neither a scrolling box nor a container around the
 * editor cuts them off, and yet in its own shadow root, so that its text field may name them as its list.
 */
import type { Extension } from '@codemirror/state'
import { tooltips } from '@codemirror/view'

export function floating(root: ShadowRoot): Extension {
  const parent = document.createElement('div')
  parent.popover = 'manual'
  Object.assign(parent.style, {
    position: 'fixed',
    inset: '0 auto auto 0',
    width: '0',
    height: '0',
    margin: '0',
    padding: '0',
    border: '0',
    overflow: 'visible',
    background: 'none',
  })
  root.append(parent)
  parent.showPopover()
  return tooltips({ position: 'fixed', parent })
}
