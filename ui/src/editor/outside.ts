/** Steps that bring in text from outside: they are not typing, and not for the editor's own undo. */
import { Annotation, Transaction, type ChangeSet, type TransactionSpec } from '@codemirror/state'

const Outside = Annotation.define<boolean>()

export function outside(changes: ChangeSet): TransactionSpec {
  return { changes, annotations: [Outside.of(true), Transaction.addToHistory.of(false)] }
}

export const isOutside = (step: Transaction): boolean => step.annotation(Outside) === true
