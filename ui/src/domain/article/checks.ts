/** The words of the checks, and where a place leads in the editor. */
import type { Check, CheckCode, CheckPlace, NoteView } from '../../lib/bindings'
import { keyed } from '../../lib/state/articleEdit.svelte'
import { many } from '../../lib/text/words'

const WORDS: Record<CheckCode, [ok: string, wanted: string]> = {
  'has-issue': ['Has an Issue', 'The Issue is empty: what goes wrong, in the requestor’s words?'],
  'has-environment': ['Has an Environment', 'The Environment is empty: on what does it happen?'],
  'has-resolution': ['Has a Resolution', 'The Resolution is empty'],
  'title-says-both': ['The title names issue and environment', 'The title should name the issue and the environment'],
  'one-page': ['A page or less', 'Longer than a page: is it one resolution of one cause?'],
  'names-nobody': ['Names no customer', 'Names a customer or contact: that belongs into the case'],
  'links-lead': ['Every link leads somewhere', 'Links that lead nowhere'],
  'no-flags': ['No open flags', 'Flagged'],
  'no-twin': ['No other article like it', 'Other articles may say the same'],
}

export function checkWords({ code, ok, places }: Check): string {
  const [good, wanted] = WORDS[code]
  if (ok) return good
  return places.length > 1 ? `${wanted} (${many(places.length, 'place')})` : wanted
}

/** The key of the field a place lies in. The core counts sections in the file's order. */
export function fieldOf(view: NoteView, place: CheckPlace): string | null {
  if (place.section === null) return null
  const section = view.sections[place.section]
  return keyed(view).find((one) => one.section === section)?.key ?? null
}
