/** Handles commands for as long as a component is on show. */
import { onDestroy } from 'svelte'

import { useApp } from '../state/app.svelte'
import type { CommandId } from './declarations'
import type { Handler } from './registry'

export function useCommands(handlers: Partial<Record<CommandId, Handler>>): void {
  const { commands } = useApp()
  const stops = Object.entries(handlers).map(([id, handler]) => commands.handle(id as CommandId, handler))
  onDestroy(() => stops.forEach((stop) => stop()))
}
