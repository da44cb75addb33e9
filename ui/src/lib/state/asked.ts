/** Searches as they are kept. */
import type { Asked } from '../bindings'

/** Reads a kept search; nonsense gives nothing. */
export function readAsked(value: unknown): Asked | null {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return null
  const chosen = 'chosen' in value && typeof value.chosen === 'object' ? Object.entries(value.chosen ?? {}) : []
  const texts = chosen.filter((one): one is [string, string] => typeof one[1] === 'string')
  return { text: value.text, chosen: Object.fromEntries(texts) }
}
