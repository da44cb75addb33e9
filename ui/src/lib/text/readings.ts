/** How a query was read, and how to write it so that it is not: each reading is a toggle over the text itself. */

/** A reading that can be undone: `on` is how the text has it, `off` says the same as plain words. */
export interface Reading {
  label: string
  on: string
  off: string
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The stretch of `text` that was read as `label` says; `null` when there is nothing to undo. */
export function readingOf(text: string, label: string): Reading | null {
  const find = (pattern: string, off: (on: string) => string): Reading | null => {
    const on = new RegExp(pattern, 'i').exec(text)?.[0]
    return on === undefined ? null : { label, on, off: off(on) }
  }
  const quoted = (on: string) => `"${on.replaceAll('"', '')}"`
  const phrase = /^phrase \u201c(.*)\u201d$/.exec(label)
  if (phrase) return find(`["\u201c\u201e]${escaped(phrase[1] ?? '')}["\u201d]`, (on) => on.slice(1, -1))
  const without = /^without (.*)$/.exec(label)
  if (without) return find(`-"?${escaped(without[1] ?? '')}"?`, quoted)
  const field = /^([a-z]+): (.*)$/.exec(label)
  if (field) return find(`${field[1]}:"?${escaped(field[2] ?? '')}"?`, quoted)
  if (label.startsWith('/')) return find(escaped(label), quoted)
  const either = label.split(' or ')
  if (either.length > 1) return find(either.map(escaped).join(' OR '), (on) => on.replace(/ OR /g, ' '))
  const prefix = /^prefix (.*)$/.exec(label)
  if (prefix) return find(`${escaped(prefix[1] ?? '')}$`, (on) => `${on} `)
  return null
}

/** Changes the one stretch for the other. */
export function swap(text: string, from: string, to: string): string {
  const at = text.lastIndexOf(from)
  return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length)
}
