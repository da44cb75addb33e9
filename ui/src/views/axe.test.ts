import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import type { Theme } from '../lib/client'
import { expectClean } from '../test/axe'
import { openCase, openWindow } from '../test/window'
import { field } from '../test/writing'
import { SECTIONS } from './settings/sections'

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  const chosen = { theme }

  describe(`axe finds nothing, ${theme}`, () => {
    it('in a case', async () => {
      await openCase({ chosen })
      await screen.findByRole('article', { name: 'EdgeVPN 7.4 disconnects at DTLS rekey' })
      expect(document.documentElement.dataset['theme']).toBe(theme)
      await expectClean()
    })

    it('in a case under edit, written to the customer', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Alt>}c{/Alt}')
      await user.keyboard('{Alt>}n{/Alt}')
      await user.keyboard('{Control>}e{/Control}')
      await field('Issue text')
      await expectClean()
    })

    it('in the status menu', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Alt>}s{/Alt}')
      await screen.findByRole('group', { name: 'Change status' })
      await expectClean()
    })

    it('with no case open', async () => {
      await openWindow({ chosen, status: { active_case: null, sample: true } })
      await screen.findByText('This is the sample vault')
      await expectClean()
    })

    it('in an article', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Alt>}2{/Alt}')
      await user.click(await screen.findByRole('option', { name: /disconnects at DTLS/ }))
      await screen.findByRole('heading', { level: 1, name: /disconnects at DTLS/ })
      await user.click(screen.getByRole('button', { name: /^Use in/ }))
      await expectClean()
    })

    it('in find, with and without results', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Control>}k{/Control}')
      const box = await screen.findByRole('textbox', { name: 'Find' })
      await user.type(box, 'rekey')
      const results = screen.getByRole('listbox', { name: 'Results' })
      await within(results).findAllByRole('option', { name: /disconnects at DTLS/ })
      await expectClean()
      await user.type(box, ' zebra')
      await screen.findByText(/Nothing in this vault/)
      await expectClean()
    })

    it.each([
      ['{Control>}n{/Control}', 'New case'],
      ['{Control>}{Shift>}n{/Shift}{/Control}', 'New article'],
      ['?', 'Keys'],
    ])('in the dialog of %s', async (keys, name) => {
      const { user } = await openCase({ chosen })
      await user.keyboard(keys)
      await screen.findByRole('dialog', { name })
      await expectClean()
    })

    it('in the problems', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Alt>}3{/Alt}')
      await screen.findByText(/a tab cannot indent here/)
      await expectClean()
    })

    it('on every page of the settings', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Control>},{/Control}')
      const pages = within(await screen.findByRole('navigation', { name: 'Settings' }))
      for (const { title } of SECTIONS) {
        await user.click(pages.getByRole('button', { name: title }))
        await screen.findByRole('heading', { level: 2, name: title })
        if (title === 'About') await screen.findByText('tantivy')
        await expectClean()
      }
    })

    it('in the palette', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
      await screen.findByRole('dialog', { name: 'Commands' })
      await expectClean()
      await user.keyboard('zebra')
      await expectClean()
    })

    it('on the first run, at every step', async () => {
      const { user } = await openWindow({ chosen, status: { vault: null, active_case: null, introduced: false } })
      await expectClean()
      await user.type(screen.getByRole('textbox', { name: 'Try it on the sample' }), 'rekey')
      await screen.findAllByRole('option', { name: /disconnects at DTLS/ })
      await expectClean()
      await user.keyboard('{Enter}')
      await screen.findByRole('heading', { name: 'Who writes?' })
      await expectClean()
      await user.keyboard('{Enter}')
      await screen.findByRole('heading', { name: 'One key for everything' })
      await expectClean()
    })

    it('on the paths and on one of them', async () => {
      const { user } = await openCase({ chosen })
      await user.keyboard('{Alt>}4{/Alt}')
      await screen.findByRole('list', { name: 'Paths' })
      await expectClean()
      await user.keyboard('j{Enter}')
      await screen.findByRole('heading', { level: 1, name: /disconnects at DTLS/ })
      await user.keyboard('n')
      await screen.findByText('1 of 4 read · 19 min left')
      await expectClean()
      await user.click(screen.getByRole('option', { name: /Gateway hardening/ }))
      await screen.findByText('This step leads nowhere')
      await expectClean()
    })
  })
}
