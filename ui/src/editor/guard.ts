/** What an editor does about a text that is too much for wrapping and highlighting. */
import { Compartment, EditorState, type Extension, type Text, type Transaction } from '@codemirror/state'

import { burden, LONG_LINE, LONG_TEXT } from './burden'

function anyLong(doc: Text): boolean {
  for (const line of doc.iterLines()) if (line.length > LONG_LINE) return true
  return false
}

/** Whether what the step puts in makes a long line; only the lines it touches are looked at. */
function growsLong({ changes, newDoc }: Transaction): boolean {
  let found = false
  changes.iterChanges((_from, _to, from, to, inserted) => {
    found ||= newDoc.lineAt(from).length > LONG_LINE || newDoc.lineAt(to).length > LONG_LINE || anyLong(inserted)
  })
  return found
}

export interface Looks {
  /** For a text with a long line: no wrapping. */
  longLine: Extension
  longText: Extension
  usual: Extension
}

/** Wraps and highlights as far as the text bears it, however it becomes longer or shorter: typed, pasted, from outside. */
export function guarded(looks: Looks, start: string): Extension {
  const compartment = new Compartment()
  const fit = (longLine: boolean, longText: boolean) =>
    longLine ? looks.longLine : longText ? looks.longText : looks.usual
  const first = burden(start)
  return [
    compartment.of(fit(first.longLine, first.longText)),
    EditorState.transactionExtender.of((step) => {
      if (!step.docChanged) return null
      const now = compartment.get(step.startState)
      const isLong = now === looks.longLine
      // A long line only goes when something is taken out.
      const longLine = isLong
        ? step.newDoc.length >= step.startState.doc.length || anyLong(step.newDoc)
        : growsLong(step)
      const wanted = fit(longLine, step.newDoc.length > LONG_TEXT)
      return wanted === now ? null : { effects: compartment.reconfigure(wanted) }
    }),
  ]
}
