/** What a case knows of the names reply texts leave open: `{{ contact }}`, `{{ ref }}` and their like. */
import type { NoteView } from '../bindings'
import { dayAndClock } from './time'

export function caseVariables(view: NoteView, me: string | null): Record<string, string> {
  const facts = view.case
  const known: Record<string, string | null | undefined> = {
    ref: facts?.ref,
    title: view.title,
    customer: facts?.customer,
    contact: facts?.contact,
    product: view.products[0],
    owner: me ?? view.owner,
    'article.title': view.links.findLast(({ how }) => how === 'resolved-by')?.title,
    promised: facts?.promised ? dayAndClock(facts.promised, Date.now()) : null,
  }
  return Object.fromEntries(Object.entries(known).filter((pair): pair is [string, string] => Boolean(pair[1])))
}
