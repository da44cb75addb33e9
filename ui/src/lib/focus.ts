import { tick } from 'svelte'

/** Moves the focus among the rows of a plain list: the elements with `data-row`. */
export function moveFocus(list: HTMLElement | undefined, step: number): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + step))
  rows[next]?.focus()
  rows[next]?.scrollIntoView({ block: 'nearest' })
}

/** After an edit, the focus goes to where it began; unless somebody has gone on meanwhile. */
export async function returnFocus(to: () => HTMLElement | null | undefined): Promise<void> {
  await tick()
  const { activeElement } = document
  if (activeElement === null || activeElement === document.body) to()?.focus({ preventScroll: true })
}
