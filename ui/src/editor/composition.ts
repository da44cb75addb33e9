/**
 * What WebKitGTK and an input method do differently. When a word is finished, WebKit selects it, takes it out and puts the
 * finished one in, but tells of the selection only afterwards. CodeMirror then believes that the stretch marked inside the
 * word was taken out, and where the text before says the same (a word written twice) part of it stays behind.
 */
import { EditorView } from '@codemirror/view'

/** Selects what is about to be taken out, as the page's own selection already has it. */
export const composition = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'deleteCompositionText') return
    const [range] = event.getTargetRanges()
    if (!range) return
    const anchor = view.posAtDOM(range.startContainer, range.startOffset)
    const head = view.posAtDOM(range.endContainer, range.endOffset)
    view.dispatch({ selection: { anchor, head } })
  },
})
