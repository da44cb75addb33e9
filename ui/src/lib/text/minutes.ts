/** A time to wait, to the minute: `1 min` for anything shorter. */
export function minutesOf(seconds: number): string {
  return minutes(Math.max(1, Math.ceil(seconds / 60)))
}

/** Reading time as it is said. */
export function minutes(count: number): string {
  if (count < 90) return `${count} min`
  const hours = Math.floor(count / 60)
  const rest = count % 60
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
