import './styles/base.css'
import './styles/prose.css'

import { mount } from 'svelte'

import App from './App.svelte'
import type { Client } from './lib/client'
import { runsInShell, tauriClient } from './lib/tauri'
import { applyTheme } from './lib/theme'

async function chooseClient(): Promise<Client> {
  if (import.meta.env.DEV && !runsInShell()) {
    // `?fake={"status":{"vault":null}}` shows another beginning.
    const options = new URLSearchParams(location.search).get('fake') ?? '{}'
    return (await import('./lib/fake')).fakeClient(JSON.parse(options))
  }
  return tauriClient
}

applyTheme('system')
/** A window with one case has its path in the address. */
const alone = new URLSearchParams(location.search).get('case')
const client = await chooseClient()
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app"')
mount(App, { target, props: { client, alone } })
