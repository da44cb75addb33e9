/**
 * Every command of the window: the one list behind the keymap, the palette, the menus, the hints on buttons, tooltips and
 * the `?` sheet.
 *
 * A command is declared in one of its parts and handled where its state lives (`Registry.handle`).
 */
import { knowing } from './declared/knowing'
import { moving } from './declared/moving'
import { working } from './declared/working'

export { PARENT, type Declaration, type MenuName, type Scope } from './declaration'

export const declarations = [...moving, ...working, ...knowing] as const

export type CommandId = (typeof declarations)[number]['id']
