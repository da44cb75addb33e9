/** The first frame is what index.html draws; the app is read after it, so that there is a window at once. */
import { invoke, isTauri } from '@tauri-apps/api/core'

import { beginTheme } from './lib/theme'

beginTheme()
/** A window with one case has its path in the address. */
const alone = new URLSearchParams(location.search).get('case')
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app"')
const frame = target.firstElementChild
if (alone !== null) frame?.classList.add('bare')

requestAnimationFrame(() => {
  if (isTauri()) void invoke('painted', { args: { content: false } }).catch(() => undefined)
  import('./app').then(
    (app) => app.begin(target, alone),
    (error: unknown) => frame?.append(`Casebook cannot be read: ${String(error)}. Install it again.`),
  )
})
