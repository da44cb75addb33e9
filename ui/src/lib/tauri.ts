/** The client over the desktop shell. */
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { getCurrentWebview } from '@tauri-apps/api/webview'

import type { Event } from './bindings'
import { asCasebookError, type Client, type CommandName, type Commands } from './client'

export function runsInShell(): boolean {
  return '__TAURI_INTERNALS__' in window
}

export const tauriClient: Client = {
  async call<K extends CommandName>(name: K, args: Commands[K]['args']): Promise<Commands[K]['result']> {
    try {
      return await invoke<Commands[K]['result']>(name, { args })
    } catch (error) {
      throw asCasebookError(error)
    }
  },

  async send<K extends CommandName>(
    name: K,
    args: Commands[K]['args'],
    body: Uint8Array,
  ): Promise<Commands[K]['result']> {
    try {
      const headers = { 'casebook-args': encodeURIComponent(JSON.stringify(args)) }
      return await invoke<Commands[K]['result']>(name, body, { headers })
    } catch (error) {
      throw asCasebookError(error)
    }
  },

  onDrop(handler) {
    const listening = getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'leave') return handler({ stage: 'leave', x: 0, y: 0, files: [] })
      const { x, y } = payload.position.toLogical(window.devicePixelRatio)
      handler({
        stage: payload.type === 'drop' ? 'drop' : 'over',
        x,
        y,
        files: payload.type === 'drop' ? payload.paths : [],
      })
    })
    return () => void listening.then((stop) => stop())
  },

  on(handler) {
    const listening = listen<Event>('casebook', (message) => handler(message.payload))
    return () => void listening.then((stop) => stop())
  },
  zoom: (factor) => getCurrentWebview().setZoom(factor),
}
