/** Whose work is built in, gathered when the app is built (`build/licences.ts`). Loaded only when somebody looks. */

export interface BuiltInPackage {
  name: string
  version: string
  /** As the package says it, in SPDX's words. */
  licence: string | null
  from: 'crates.io' | 'npm'
  /** Its licence texts, by their places in `BuiltIn.texts`; none when it comes without. */
  texts: number[]
}

export interface BuiltIn {
  packages: BuiltInPackage[]
  texts: string[]
}

export async function openLicences(): Promise<BuiltIn> {
  return (await import('virtual:licences')).default
}
