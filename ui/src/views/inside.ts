/** What the window's frame holds: read in one piece after the frame is drawn. */
export { default as FirstRunView } from './FirstRunView.svelte'
export { default as Layers } from './Layers.svelte'
export { default as Views } from './Views.svelte'
