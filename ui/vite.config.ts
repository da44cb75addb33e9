import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

import { licences } from './build/licences.ts'

export default defineConfig({
  plugins: [svelte(), svelteTesting(), licences()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: 'es2022',
    // The content policy allows no data: address, so fonts and icons stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.ts'],
    // The whole window under axe is slow in jsdom on a busy machine.
    testTimeout: 90_000,
  },
})
