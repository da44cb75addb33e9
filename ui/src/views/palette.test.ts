import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'

import { openCase, openWindow } from '../test/window'
import { field, textIn } from '../test/writing'

const palette = () => screen.findByRole('dialog', { name: 'Commands' })
const options = () => screen.getAllByRole('option').filter((option) => option.closest('dialog'))

describe('the palette', () => {
  it('runs a command by its name and gives the focus back first', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    const box = within(await palette()).getByRole<HTMLInputElement>('combobox', { name: 'Command' })
    expect(document.activeElement).toBe(box)
    await user.type(box, 'next step')
    expect(options()[0]?.textContent).toContain('Next step and promise')
    await user.keyboard('{Enter}')
    await screen.findByLabelText('Next step')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('opens from the find box with > and goes back to it with Backspace', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('textbox', { name: 'Find' }), '>')
    const box = within(await palette()).getByRole<HTMLInputElement>('combobox', { name: 'Command' })
    expect(box.value).toBe('')
    await user.type(box, 'x{Backspace}')
    expect(screen.getByRole('dialog', { name: 'Commands' })).toBeTruthy()
    await user.keyboard('{Backspace}')
    expect(await screen.findByRole('dialog', { name: 'Find' })).toBeTruthy()
  })

  it('finds a command by other words, and says when there is none', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    await palette()
    await user.keyboard('preferences')
    expect(options().map((option) => option.textContent)).toEqual([expect.stringContaining('Settings')])
    await user.keyboard(' zebra')
    expect(await screen.findByText(/No command is called that/)).toBeTruthy()
    expect(screen.getByText('0 commands')).toBeTruthy()
  })

  it('shows what cannot be done just now, why, and does not do it', async () => {
    const { user } = await openWindow({ status: { active_case: null } })
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    await palette()
    await user.keyboard('solve')
    const solve = options()[0]!
    expect(solve.getAttribute('aria-disabled')).toBe('true')
    expect(solve.textContent).toContain('Open a case first')
    await user.keyboard('{Enter}')
    expect(screen.getByRole('dialog', { name: 'Commands' })).toBeTruthy()
  })

  it('lets a pointer choose only when it moves: rows may come to lie under one at rest', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    await palette()
    const chosen = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true')
    const move = (movementY: number) =>
      Object.assign(new Event('pointermove', { bubbles: true }), { movementX: 0, movementY })
    await fireEvent(options()[2]!, move(0))
    expect(chosen()).toBe(0)
    await fireEvent(options()[2]!, move(3))
    expect(chosen()).toBe(2)
  })

  it('shows the keys as they are now', async () => {
    const { user } = await openCase()
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    await palette()
    await user.keyboard('new case')
    expect(options()[0]?.textContent).toContain('Ctrl N')
  })
})

describe('undo and redo', () => {
  it('take the last steps back and do them again, in order', async () => {
    const { client, user } = await openCase()
    const queue = screen.getByRole('listbox', { name: 'Cases' })
    const setPriority = async (name: string) => {
      await user.click(screen.getByRole('button', { name: /^Priority:/ }))
      await user.click(screen.getByRole('menuitem', { name: new RegExp(`^${name}`) }))
      await screen.findByRole('button', { name: `Priority: ${name}` })
    }
    await setPriority('Low')
    await setPriority('High')
    queue.focus()
    await user.keyboard('{Control>}z{/Control}')
    await screen.findByRole('button', { name: 'Priority: Low' })
    await user.keyboard('{Control>}z{/Control}')
    await screen.findByRole('button', { name: 'Priority: Urgent' })
    await user.keyboard('{Control>}z{/Control}')
    expect(client.calls.filter(({ name }) => name === 'undo')).toHaveLength(2)
    await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    await screen.findByRole('button', { name: 'Priority: Low' })
    await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    await screen.findByRole('button', { name: 'Priority: High' })
    await user.keyboard('{Control>}z{/Control}')
    await screen.findByRole('button', { name: 'Priority: Low' })
    await setPriority('Normal')
    queue.focus()
    await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    await waitFor(() => expect(client.calls.filter(({ name }) => name === 'undo')).toHaveLength(5))
    expect(screen.getByRole('button', { name: 'Priority: Normal' })).toBeTruthy()
  })

  it('take an entry back with the key the message names, from the composer it emptied', async () => {
    const { user } = await openCase()
    const before = screen.getAllByTestId('entry').length
    ;(await field('Journal entry')).type('Too early')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.getAllByTestId('entry')).toHaveLength(before + 1))
    await waitFor(() => expect(textIn('Journal entry')).toBe(''))
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => expect(screen.getAllByTestId('entry')).toHaveLength(before))
  })
})

describe('an input method', () => {
  it('has its Enter and Escape to itself: nothing is sent, opened or closed', async () => {
    const { client, user } = await openCase()
    const composing = async (element: Element, init: KeyboardEventInit & { keyCode?: number }) => {
      await fireEvent.keyDown(element, { isComposing: true, ...init })
      await fireEvent.keyDown(element, { keyCode: 229, ...init })
    }
    const composer = await field('Journal entry')
    composer.type('にほんご')
    await composing(composer.element, { key: 'Enter', ctrlKey: true, composed: true })
    expect(client.calls.some(({ name }) => name === 'change')).toBe(false)
    expect(textIn('Journal entry')).toBe('にほんご')

    await user.keyboard('{Alt>}n{/Alt}')
    const next = await screen.findByLabelText('Next step')
    await composing(next, { key: 'Escape' })
    expect(screen.getByLabelText('Next step')).toBe(next)
    await user.keyboard('{Escape}')

    await user.keyboard('{Control>}k{/Control}')
    const box = await screen.findByRole('textbox', { name: 'Find' })
    await composing(box, { key: 'Enter' })
    await composing(box, { key: 'Enter', shiftKey: true })
    expect(screen.getByRole('dialog', { name: 'Find' })).toBeTruthy()
    await user.type(box, '>new case')
    const command = await screen.findByRole('combobox', { name: 'Command' })
    await composing(command, { key: 'Enter' })
    expect(screen.getByRole('dialog', { name: 'Commands' })).toBeTruthy()
  })
})
