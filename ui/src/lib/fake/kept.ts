/** Versions, trash and traces as the core tells of them, for a fake vault: enough to show and to act on. */
import type { Comparison, NoteHistory, Purged, Traces, Trash, TrashItem, VersionRow } from '../bindings'
import { CasebookError } from '../client'
import { toMoment } from '../text/time'
import type { FakeVault } from './vault'

const HOUR = 3_600_000

export class FakeKept {
  /** What was restored, by note. */
  #restored = new Map<string, number>()

  constructor(
    private readonly vault: FakeVault,
    private readonly clock: () => number,
  ) {}

  history(path: string): NoteHistory {
    const row = (number: number, hoursAgo: number, more: Partial<VersionRow>): VersionRow => ({
      number,
      at: toMoment(this.clock() - hoursAgo * HOUR),
      by: 'app',
      who: 'mira',
      bytes: 2_400,
      said: null,
      is_current: number === (this.#restored.get(path) ?? 3),
      path: null,
      ...more,
    })
    const versions = [
      row(3, 1, { by: 'outside', who: 'jon', said: 'Set dtls.rekey to 0 on the gateway' }),
      row(2, 3, { said: '- Turn it off.' }),
      row(1, 50, { by: 'found', who: null }),
    ]
    return { versions: path.includes('new-') ? [] : versions, days: 30, trouble: null, lost: null }
  }

  compare(number: number, withNow: boolean): Comparison {
    if (withNow && number === 3) return { pieces: [], differs: false, cut: false }
    const piece = (kind: Comparison['pieces'][number]['kind'], text: string, lines = 0) => ({ kind, text, lines })
    return {
      pieces: [
        piece('left-out', '', 14),
        piece('same', '## Resolution\nSet dtls.rekey to '),
        piece('removed', '3600'),
        piece('added', '0'),
        piece('same', ' on the gateway.\n'),
      ],
      differs: true,
      cut: false,
    }
  }

  restored(path: string, number: number): void {
    this.#restored.set(path, number)
  }

  trash(): Trash {
    const items = [...this.vault.trashed].reverse().map((path): TrashItem => ({
      place: path,
      path,
      title: path.slice(path.lastIndexOf('/') + 1),
      at: toMoment(this.clock()),
      bytes: 2_400,
      outside: false,
    }))
    return { items, days: 30 }
  }

  delete(place: string | null): Trash {
    this.vault.trashed = this.vault.trashed.filter((path) => place !== null && path !== place)
    return this.trash()
  }

  traces(asked: string): Traces {
    const name = asked.trim()
    if (name.length < 3) throw new CasebookError('invalid', `${name} is too short a name`, 'Write more of it')
    const cases = this.vault.cases.filter((one) => one.customer?.toLowerCase() === name.toLowerCase())
    const any = cases.length > 0 ? 1 : 0
    return {
      name,
      notes: cases.map((one) => ({
        path: one.path,
        kind: 'case',
        title: one.title,
        times: 2,
        entries: 1,
        is_theirs: true,
        attachments: 0,
      })),
      also: [...new Set(cases.flatMap((one) => one.contact ?? []))],
      files: [],
      drafts: any,
      versions: any * 3,
      trashed: 0,
      searches: any,
      settings: 0,
      put_aside: 0,
      logs: any * 2,
    }
  }

  purge(remove: readonly string[]): Purged {
    this.vault.cases = this.vault.cases.filter((one) => !remove.includes(one.path))
    const left = [{ path: 'casebook.toml', reason: 'it is the team’s settings, which Casebook does not rewrite' }]
    const counts = { attachments: 0, masked: 0, drafts: 1, versions: 3, trashed: 0, searches: 1, settings: 0, logs: 2 }
    return { removed: remove.length, ...counts, left }
  }
}
