import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import type { Theme } from '../lib/client'
import { expectClean } from '../test/axe'
import { openWindow } from '../test/window'

const components = Object.keys(import.meta.glob('../ui/*.svelte')).map(
  (path) => /([^/]+)\.svelte$/.exec(path)?.[1] ?? path,
)

async function openGallery(theme: Theme = 'light') {
  const opened = await openWindow({ chosen: { theme } })
  await opened.user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
  await opened.user.keyboard('component gallery{Enter}')
  await screen.findByRole('heading', { level: 1, name: 'Component gallery' })
  return opened
}
const specimen = (name: string) => within(screen.getByRole('region', { name }))

describe('the gallery', () => {
  it('shows every component there is; a new one belongs into views/gallery', async () => {
    await openGallery()
    const shown = [...document.querySelectorAll<HTMLElement>('[data-component]')].map((e) => e.dataset['component'])
    expect(components.length).toBeGreaterThan(20)
    expect(components.filter((name) => !shown.includes(name))).toEqual([])
  })

  it.each(['light', 'dark'] satisfies Theme[])('is clean, with every layer open, %s', async (theme) => {
    const { user } = await openGallery(theme)
    await expectClean()

    await user.click(specimen('Menu').getByRole('button', { name: 'How it was used' }))
    await expectClean()
    await user.keyboard('{Escape}')
    await user.click(specimen('CommandMenu').getByRole('button', { name: 'More for this case' }))
    await expectClean()
    await user.keyboard('{Escape}')
    await user.click(specimen('Popover').getByRole('button', { name: 'Open a popover' }))
    await expectClean()
    await user.keyboard('{Escape}')
    for (const name of ['Say something', 'Say what can be undone', 'Say what failed'])
      await user.click(specimen('Toaster').getByRole('button', { name }))
    await expectClean()
    await user.click(specimen('Dialog').getByRole('button', { name: 'Open a dialog' }))
    await expectClean()
  })

  it('gives everything that acts a name', async () => {
    await openGallery()
    for (const role of [
      'button',
      'textbox',
      'radio',
      'switch',
      'combobox',
      'searchbox',
      'listbox',
      'separator',
    ] as const)
      for (const element of screen.queryAllByRole(role)) expect(element).toSatisfy(hasName)
  })
})

function hasName(element: HTMLElement): boolean {
  const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent)
  const name = element.getAttribute('aria-label') ?? (labels.join(' ') || element.textContent)
  return (name ?? '').trim() !== ''
}

describe('a menu of commands', () => {
  it('takes its entries from the list, opens on a right click and says what cannot be done', async () => {
    const { user } = await openGallery()
    const here = specimen('CommandMenu')
    await user.pointer({ keys: '[MouseRight]', target: here.getByText(/A right click in here/) })
    const menu = here.getByRole('menu', { name: 'More for this case' })
    const solve = within(menu).getByRole('menuitem', { name: /^Solve/ })
    expect(solve.getAttribute('aria-disabled')).toBe('true')
    expect(solve.textContent).toContain('Open a case first')
    await user.click(solve)
    expect(here.getByRole('menu')).toBeTruthy()
  })

  it('lets an input method have its keys', async () => {
    const { user } = await openGallery()
    await user.click(specimen('Menu').getByRole('button', { name: 'How it was used' }))
    const menu = screen.getByRole('menu')
    menu.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true }))
    expect(screen.getByRole('menu')).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('menu')).toBeNull()
  })
})
