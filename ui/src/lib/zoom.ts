/** Sizes of the window, in per cent. The web view scales all of it, so that nothing needs to know. */

export const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200] as const

/** The next size up or down; the last one stays. */
export function nextZoom(now: number, step: 1 | -1): number {
  const next = step > 0 ? ZOOMS.find((zoom) => zoom > now) : ZOOMS.findLast((zoom) => zoom < now)
  return next ?? now
}
