/** Reading time as it is said. */
export function minutes(count: number): string {
  if (count < 90) return `${count} min`
  const hours = Math.floor(count / 60)
  const rest = count % 60
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
