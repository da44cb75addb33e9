/** Onboarding paths of the fake vault, and the progress on them. */
import type { PathRow, PathView, StepView } from '../bindings'
import { CasebookError } from '../client'
import { toMoment } from '../text/time'
import { toHtml } from './markdown'
import type { FakeVault } from './vault'

interface FakePath {
  path: string
  title: string
  about: string
  /** A title, an own time, why. */
  steps: [title: string, minutes: number | null, why: string][]
}

const SEEDS: FakePath[] = [
  {
    path: 'paths/first-week-edgevpn.md',
    title: 'First week: EdgeVPN',
    about: 'For engineers who take remote access cases.',
    steps: [
      ['EdgeVPN 7.4 disconnects at DTLS rekey', 12, 'the fault of the year; where `0x2746` comes from'],
      ['Raise the idle timeout on EdgeVPN gateways', null, 'the usual wrong turn'],
      ['Clients lose tunnel behind CGNAT', 8, 'drops on mobile lines'],
      ['Gateway hardening', null, 'to be written'],
      ['VPN drops every 30 minutes after 7.4 upgrade', 10, 'how it looks from the first call on'],
    ],
  },
  {
    path: 'paths/printing.md',
    title: 'Printing in an afternoon',
    about: 'For the late shift.',
    steps: [['Patch the 6.x gateways by hand', 3, 'what we do not do any more']],
  },
]

export class FakePaths {
  readonly paths = structuredClone(SEEDS)
  /** By path and step: when it was ticked, and the text then. */
  readonly ticks = new Map<string, { at: string; seen: string }>()
  readonly places = new Map<string, { step: string; at: string }>()

  constructor(
    private readonly vault: FakeVault,
    private readonly clock: () => number,
  ) {}

  rows(): PathRow[] {
    return this.paths
      .map((one) => this.view(one.path))
      .map(({ about_html: _a, plan: _p, cut: _c, problems: _q, ...row }) => row)
  }

  view(path: string): PathView {
    const one = this.paths.find((candidate) => candidate.path === path)
    if (!one) throw new CasebookError('not-found', `No path at ${path}`, 'It may have been renamed or deleted')
    const plan = one.steps.map((step, index) => this.#step(one, step, index + 1))
    const leading = plan.filter((step) => step.key !== null)
    const open = leading.filter((step) => step.done === null)
    const place = this.places.get(path)
    const last = plan.find((step) => step.key === place?.step)?.number ?? 1
    const next = open.find((step) => step.number >= last) ?? open[0] ?? null
    const sum = (steps: StepView[]) => steps.reduce((all, step) => all + step.minutes, 0)
    return {
      path,
      id: `01KA${one.title.length}`,
      title: one.title,
      about: one.about,
      about_html: toHtml(one.about),
      products: ['EdgeVPN'],
      owner: 'mira',
      length: plan.length,
      steps: leading.length,
      done: leading.length - open.length,
      changed: leading.filter((step) => step.changed).length,
      minutes: sum(leading),
      minutes_left: sum(open),
      next: next?.number ?? null,
      next_title: next?.title ?? null,
      read_at: place?.at ?? null,
      plan,
      cut: false,
      problems: [],
    }
  }

  tick(path: string, step: string, done: boolean): PathView {
    const key = `${path} ${step}`
    if (!this.view(path).plan.some((candidate) => candidate.key === step))
      throw new CasebookError('not-found', `no step answers to "${step}"`)
    if (done) {
      this.ticks.set(key, { at: toMoment(this.clock()), seen: this.#text(step) })
      this.visit(path, step)
    } else this.ticks.delete(key)
    return this.view(path)
  }

  visit(path: string, step: string): void {
    this.places.set(path, { step, at: toMoment(this.clock()) })
  }

  #text(id: string): string {
    const { articles, cases } = this.vault
    const article = articles.find((candidate) => candidate.id === id)
    return article?.resolution ?? cases.find((candidate) => candidate.id === id)?.issue ?? ''
  }

  #step(one: FakePath, [title, minutes, why]: FakePath['steps'][number], number: number): StepView {
    const article = this.vault.articles.find((candidate) => candidate.title === title)
    const found = article ?? this.vault.cases.find((candidate) => candidate.title === title) ?? null
    const tick = found ? this.ticks.get(`${one.path} ${found.id}`) : undefined
    return {
      number,
      key: found?.id ?? null,
      title,
      path: found?.path ?? null,
      kind: found ? (article ? 'article' : 'case') : null,
      confidence: article?.confidence ?? null,
      status: found && 'status' in found ? found.status : null,
      why: why.replace(/`/g, ''),
      why_html: toHtml(why),
      minutes: found ? (minutes ?? 1) : 0,
      done: tick?.at ?? null,
      changed: tick !== undefined && found !== null && tick.seen !== this.#text(found.id),
      missing: found ? null : `No note is called ${title}`,
    }
  }
}
