/**
 * What is built into the app and under which licences, gathered anew with every build: the crates Cargo resolves for the desktop
 * package, and the npm packages the window is made of. The page imports it as `virtual:licences`.
 *
 * A build whose list would not be whole fails: a module from a package that is not listed, or no Cargo to ask.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Plugin } from 'vite'

import type { BuiltIn, BuiltInPackage } from '../src/lib/licences'

const NAME = 'virtual:licences'
const RESOLVED = `\0${NAME}`
/** The Rust package that is the app. */
const APP = 'casebook'
/** Packages of the window that npm counts among the tools: the compiler leaves their runtime in the build. */
const RUNTIME = ['svelte', 'esm-env', 'clsx']
const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense|ofl)/i

interface Found extends Omit<BuiltInPackage, 'texts'> {
  folder: string
}

interface Metadata {
  packages: {
    id: string
    name: string
    version: string
    license: string | null
    manifest_path: string
    source: string | null
  }[]
  resolve: { nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[] }
}

function run(command: string, args: string[], folder: string): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
}

/** Crates that end up in the app: what it depends on, not what builds or tests it. Our own are not among them. */
function crates(root: string): Found[] {
  const host = /^host: (.+)$/m.exec(run('rustc', ['-vV'], root))?.[1] ?? ''
  const target = process.env['CARGO_BUILD_TARGET'] ?? host
  const args = ['metadata', '--offline', '--locked', '--format-version', '1', '--filter-platform', target]
  const metadata = JSON.parse(run('cargo', args, root)) as Metadata
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]))
  const app = metadata.packages.find(({ name, source }) => name === APP && source === null)
  if (!app) throw new Error(`The workspace has no package called ${APP}`)
  const reached = new Set<string>([app.id])
  for (const id of reached) {
    for (const dep of nodes.get(id)?.deps ?? [])
      if (dep.dep_kinds.some(({ kind }) => kind === null)) reached.add(dep.pkg)
  }
  return metadata.packages
    .filter(({ id, source }) => reached.has(id) && source !== null)
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: license,
      from: 'crates.io' as const,
      folder: dirname(manifest_path),
    }))
}

interface Manifest {
  name: string
  version: string
  license?: string
  dependencies?: Record<string, string>
}

const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** npm packages the window is made of. */
function npm(ui: string): Found[] {
  const modules = join(ui, 'node_modules')
  const reached = new Set([...Object.keys(manifest(ui).dependencies ?? {}), ...RUNTIME])
  for (const name of reached) {
    if (RUNTIME.includes(name) || !existsSync(join(modules, name))) continue
    for (const dependency of Object.keys(manifest(join(modules, name)).dependencies ?? {})) reached.add(dependency)
  }
  return [...reached].map((name) => {
    const folder = join(modules, name)
    const { version, license = null } = manifest(folder)
    return { name, version, licence: license, from: 'npm' as const, folder }
  })
}

/** The list, with each licence text once. */
export function gather(ui: string): BuiltIn {
  const texts = new Map<string, number>()
  const packages = [...crates(dirname(ui)), ...npm(ui)].map(({ folder, ...one }) => {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((file) => file.isFile() && LICENCE_FILE.test(file.name))
      .map(({ name }) => readFileSync(join(folder, name), 'utf8').replace(/\r\n?/g, '\n').trim())
    for (const text of files) if (!texts.has(text)) texts.set(text, texts.size)
    return { ...one, texts: [...new Set(files)].map((text) => texts.get(text) ?? -1) }
  })
  packages.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
  return { packages, texts: [...texts.keys()] }
}

/** The npm package a module is from. */
function packageOf(id: string): string | null {
  const path = id.split('?')[0]?.split('/node_modules/').at(-1)
  if (!path || path === id.split('?')[0]) return null
  const [scope = '', name = ''] = path.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

export function licences(): Plugin {
  let ui = ''
  let built: BuiltIn | null = null
  const list = () => (built ??= gather(ui))
  return {
    name: 'licences',
    configResolved: (config) => void (ui = config.root),
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export default JSON.parse(${JSON.stringify(JSON.stringify(list()))})` : null),
    generateBundle(_, bundle) {
      const listed = new Set(list().packages.map(({ name }) => name))
      const modules = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? Object.keys(output.modules) : [],
      )
      const missing = [...new Set(modules.map(packageOf))].filter((name) => name !== null && !listed.has(name))
      if (missing.length > 0) this.error(`Built in, but not in the list of licences: ${missing.join(', ')}`)
    },
  }
}
