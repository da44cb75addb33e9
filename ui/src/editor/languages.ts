/** The languages support engineers paste: each is loaded when a code block first names it. */
import { LanguageDescription, LanguageSupport, StreamLanguage, type StreamParser } from '@codemirror/language'

const legacy = (parser: StreamParser<unknown>) => new LanguageSupport(StreamLanguage.define(parser))

export const languages: readonly LanguageDescription[] = [
  LanguageDescription.of({
    name: 'Shell',
    alias: ['sh', 'bash', 'zsh', 'console', 'shell'],
    load: () => import('@codemirror/legacy-modes/mode/shell').then((it) => legacy(it.shell)),
  }),
  LanguageDescription.of({
    name: 'PowerShell',
    alias: ['powershell', 'ps1', 'pwsh'],
    load: () => import('@codemirror/legacy-modes/mode/powershell').then((it) => legacy(it.powerShell)),
  }),
  LanguageDescription.of({
    name: 'INI',
    alias: ['ini', 'properties', 'conf', 'cfg'],
    load: () => import('@codemirror/legacy-modes/mode/properties').then((it) => legacy(it.properties)),
  }),
  LanguageDescription.of({
    name: 'TOML',
    alias: ['toml'],
    load: () => import('@codemirror/legacy-modes/mode/toml').then((it) => legacy(it.toml)),
  }),
  LanguageDescription.of({
    name: 'nginx',
    alias: ['nginx'],
    load: () => import('@codemirror/legacy-modes/mode/nginx').then((it) => legacy(it.nginx)),
  }),
  LanguageDescription.of({
    name: 'HTTP',
    alias: ['http'],
    load: () => import('@codemirror/legacy-modes/mode/http').then((it) => legacy(it.http)),
  }),
  LanguageDescription.of({
    name: 'Diff',
    alias: ['diff', 'patch'],
    load: () => import('@codemirror/legacy-modes/mode/diff').then((it) => legacy(it.diff)),
  }),
  LanguageDescription.of({
    name: 'JSON',
    alias: ['json', 'jsonc'],
    load: () => import('@codemirror/lang-json').then((it) => it.json()),
  }),
  LanguageDescription.of({
    name: 'YAML',
    alias: ['yaml', 'yml'],
    load: () => import('@codemirror/lang-yaml').then((it) => it.yaml()),
  }),
  LanguageDescription.of({
    name: 'SQL',
    alias: ['sql', 'plsql'],
    load: () => import('@codemirror/lang-sql').then((it) => it.sql()),
  }),
  LanguageDescription.of({
    name: 'XML',
    alias: ['xml', 'xsl'],
    load: () => import('@codemirror/lang-xml').then((it) => it.xml()),
  }),
  LanguageDescription.of({
    name: 'Python',
    alias: ['python', 'py'],
    load: () => import('@codemirror/lang-python').then((it) => it.python()),
  }),
  LanguageDescription.of({
    name: 'JavaScript',
    alias: ['javascript', 'js'],
    load: () => import('@codemirror/lang-javascript').then((it) => it.javascript()),
  }),
  LanguageDescription.of({
    name: 'TypeScript',
    alias: ['typescript', 'ts'],
    load: () => import('@codemirror/lang-javascript').then((it) => it.javascript({ typescript: true })),
  }),
]
