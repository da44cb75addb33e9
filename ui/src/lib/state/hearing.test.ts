import { expect, it } from 'vitest'

import type { Client } from '../client'
import { fakeClient } from '../fake'
import { App } from './app.svelte'

/** An app in which one command waits, from `hold` until what that answers is called: a status is told by then, a change is not made. */
async function appThat() {
  const fake = fakeClient()
  let held = ''
  let release: (() => void) | null = null
  const client: Client = {
    ...fake,
    call: async (name, args) => {
      const wait = () => new Promise<void>((done) => (release = done))
      const isHeld = name === held
      if (isHeld && name !== 'get_status') await wait()
      const answer = await fake.call(name, args)
      if (isHeld && name === 'get_status') await wait()
      return answer
    },
  }
  const app = new App(client)
  const stop = await app.start()
  const hold = async (name: string, ask: () => Promise<unknown>) => {
    held = name
    const asked = ask()
    await expect.poll(() => release).not.toBeNull()
    held = ''
    return async () => {
      release?.()
      await asked
    }
  }
  return { app, client, hold, stop }
}

it('is newer than a status that was asked for before it', async () => {
  const { app, client, hold, stop } = await appThat()
  const answer = await hold('get_status', () => app.reloadStatus())
  await client.call('set_preferences', { dates: 'de' })
  expect(app.status?.chosen.dates).toBe('de')
  await answer()
  expect(app.status?.chosen.dates).toBe('de')
  stop()
})

it('is no newer than the vault that is being opened', async () => {
  const { app, client, hold, stop } = await appThat()
  const answer = await hold('open_vault', () => app.chooseVault('/home/mira/other'))
  await client.call('set_preferences', { dates: 'de' })
  await answer()
  expect(app.vault?.root).toBe('/home/mira/other')
  expect(app.status?.chosen.dates).toBe('de')
  stop()
})
