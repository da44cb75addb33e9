/** Puts the app in the place of the frame that index.html draws. */
import './styles/base.css'
import './styles/prose.css'

import { mount } from 'svelte'

import App from './App.svelte'
import type { VaultPath } from './lib/bindings'
import type { Client } from './lib/client'
import { runsInShell, tauriClient } from './lib/tauri'

async function chooseClient(): Promise<Client> {
  if (import.meta.env.DEV && !runsInShell()) {
    // `?fake={"status":{"vault":null}}` shows another beginning.
    const options = new URLSearchParams(location.search).get('fake') ?? '{}'
    return (await import('./lib/fake')).fakeClient(JSON.parse(options))
  }
  return tauriClient
}

export async function begin(target: HTMLElement, alone: VaultPath | null): Promise<void> {
  const client = await chooseClient()
  target.replaceChildren()
  mount(App, { target, props: { client, alone } })
}
