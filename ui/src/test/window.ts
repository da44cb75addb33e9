/** Opens the whole window over the fake client. */
import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'

import App from '../App.svelte'
import { fakeClient, type FakeClient, type FakeOptions } from '../lib/fake'

export interface OpenWindow {
  client: FakeClient
  user: ReturnType<typeof userEvent.setup>
}

export async function openWindow(options: FakeOptions = {}): Promise<OpenWindow> {
  window.innerWidth = 1440
  const client = fakeClient(options)
  render(App, { props: { client } })
  const user = userEvent.setup()
  await screen.findByTestId('app')
  return { client, user }
}

/** The case the fake opens with. */
export async function openCase(options: FakeOptions = {}): Promise<OpenWindow> {
  const opened = await openWindow(options)
  await screen.findByRole('heading', { level: 1, name: /VPN drops/ })
  return opened
}
