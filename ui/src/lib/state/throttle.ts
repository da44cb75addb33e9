/** Runs at once, then at most once a period, and always once after the last call. */
export function throttle(periodMs: () => number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const fire = () => {
    again = false
    timer = setTimeout(() => {
      timer = undefined
      if (again) fire()
    }, periodMs())
    run()
  }
  return () => {
    if (timer) again = true
    else fire()
  }
}
