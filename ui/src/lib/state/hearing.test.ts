import { expect, it } from 'vitest'

import type { Client } from '../client'
import { fakeClient } from '../fake'
import { App } from './app.svelte'

it('is newer than a status that was asked for before it', async () => {
  const fake = fakeClient()
  let isHeld = false
  let release: (() => void) | null = null
  const client: Client = {
    ...fake,
    call: async (name, args) => {
      const answer = await fake.call(name, args)
      if (name === 'get_status' && isHeld) await new Promise<void>((done) => (release = done))
      return answer
    },
  }
  const app = new App(client)
  const stop = await app.start()
  isHeld = true
  const late = app.reloadStatus()
  await expect.poll(() => release).not.toBeNull()
  isHeld = false
  await client.call('set_preferences', { dates: 'de' })
  expect(app.status?.chosen.dates).toBe('de')
  release!()
  await late
  expect(app.status?.chosen.dates).toBe('de')
  stop()
})
