/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:licences' {
  const built: import('./lib/licences').BuiltIn
  export default built
}
