/** Cases of the fake vault; times are relative to when it starts, so that something is always due. */
import type { Channel, EntryView, LinkUse, Priority, Status, Visibility } from '../bindings'
import { toMoment } from '../text/time'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface FakeLink {
  article: string
  how: LinkUse
  at: string | null
  query: string | null
}

export interface FakeCase {
  id: string
  path: string
  ref: string | null
  title: string
  status: Status
  priority: Priority
  customer: string | null
  contact: string | null
  owner: string | null
  products: string[]
  sla: string | null
  url: string | null
  opened: string
  solved: string | null
  resolution: string | null
  promised: string | null
  next: string | null
  issue: string
  environment: string
  journal: Omit<EntryView, 'html'>[]
  links: FakeLink[]
  tags?: string[]
  cause?: string
  broken: boolean
}

interface Entry {
  ago: number
  author: string
  visibility?: Visibility
  channel?: Channel
  text: string
}

export function makeCases(now: number): FakeCase[] {
  const ago = (ms: number) => toMoment(now - ms)
  let serial = 0
  const make = (
    seed: Partial<FakeCase> & Pick<FakeCase, 'title'>,
    entries: Entry[] = [],
    openedAgo = 2 * DAY,
  ): FakeCase => {
    serial += 1
    const id = `01JD3V8M6Q4T7X9K2B5N8R${String(serial).padStart(4, '0')}`
    const slug = seed.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60)
    return {
      id,
      path: `cases/2026/${slug}-${id.slice(-4).toLowerCase()}.md`,
      ref: null,
      status: 'open',
      priority: 'normal',
      customer: null,
      contact: null,
      owner: 'mira',
      products: [],
      sla: null,
      url: null,
      opened: ago(openedAgo),
      solved: null,
      resolution: null,
      promised: null,
      next: null,
      issue: '',
      environment: '',
      links: [],
      broken: false,
      journal: entries.map((entry, index) => ({
        id: `k${serial}${index}`,
        at: ago(entry.ago),
        author: entry.author,
        visibility: entry.visibility ?? 'internal',
        channel: entry.channel ?? 'note',
        text: entry.text,
      })),
      ...seed,
    }
  }
  const rekey = '01JC4T8N2QAREKEY01'
  const solved = (
    ref: string,
    title: string,
    customer: string,
    daysAgo: number,
    article: string,
    how: LinkUse = 'resolved-by',
    issue = '',
  ) =>
    make(
      {
        ref,
        title,
        customer,
        issue,
        status: 'solved',
        solved: ago(daysAgo * DAY),
        resolution: 'configuration',
        links: [{ article, how, at: ago(daysAgo * DAY), query: null }],
        owner: daysAgo % 2 ? 'jon' : 'mira',
      },
      [{ ago: daysAgo * DAY + HOUR, author: 'mira', text: 'Same pattern as before.' }],
      (daysAgo + 1) * DAY,
    )
  return [
    make(
      {
        ref: 'ZD-48213',
        url: 'https://tickets.example/48213',
        title: 'VPN drops every 30 minutes after 7.4 upgrade',
        priority: 'urgent',
        customer: 'Northwind',
        contact: 'Ana Ruiz',
        products: ['EdgeVPN'],
        sla: 'Gold',
        promised: toMoment(now + 24 * MINUTE),
        next: 'Test dtls.rekey=0 on edge-gw-03 with Ana',
        issue: '“Every half hour I get thrown out, since Monday.”\n\n`DTLS handshake timeout (code 0x2746), retry 3`',
        environment: '- EdgeVPN 7.4.1, upgraded 16 Nov\n- Windows 11 24H2, 38 clients',
        links: [{ article: '01JC4T8N2QDIDLE004', how: 'tried', at: ago(50 * MINUTE), query: 'vpn drops idle' }],
      },
      [
        {
          ago: 26 * HOUR,
          author: 'jon',
          channel: 'email',
          text: 'Ana wrote that the drops began on Monday morning. Asked for the gateway log.',
        },
        {
          ago: 64 * MINUTE,
          author: 'mira',
          channel: 'call',
          text: 'Asked whether other clients on the same site drop too: yes, every one on 7.4. Clients still on 7.3 stay connected.',
        },
        {
          ago: 53 * MINUTE,
          author: 'mira',
          channel: 'diagnostic',
          text: '```\nedge-diag --session 4411\ndtls: rekey interval 1800 s, peer closed (0x2746)\n```',
        },
        {
          ago: 36 * MINUTE,
          author: 'mira',
          visibility: 'customer',
          channel: 'email',
          text: 'Hello Ana, we can see the drops line up with a key renewal every 30 minutes. I am testing a setting now and will write again before the half hour.',
        },
      ],
    ),
    make({
      ref: 'ZD-48190',
      title: 'SAML login loops on Safari 18',
      priority: 'high',
      customer: 'Contoso',
      contact: 'Li Wei',
      products: ['Gatehouse SSO'],
      promised: toMoment(now + 51 * MINUTE),
      issue: 'After the password the page comes back, again and again. Chrome is fine.',
    }),
    make({
      ref: 'ZD-48181',
      title: 'Invoices missing their second page in the archive',
      priority: 'normal',
      customer: 'Wingtip',
      promised: toMoment(now - 35 * MINUTE),
      next: 'Send the list of affected invoices',
    }),
    make(
      {
        ref: 'ZD-48177',
        title: 'Nightly export fails with ORA-01555',
        priority: 'high',
        customer: 'Fabrikam',
        products: ['Ledger'],
      },
      [{ ago: 3 * HOUR, author: 'mira', text: 'Log asked for.' }],
    ),
    make(
      { ref: 'ZD-48164', title: 'Print queue stuck after driver update', customer: 'Litware', products: ['Deskline'] },
      [{ ago: 5 * HOUR, author: 'mira', text: '`0x80070005` in the event log.' }],
    ),
    make(
      { ref: 'ZD-48159', title: 'Webhook signature mismatch', customer: 'Adatum', products: ['Ledger'], status: 'new' },
      [],
      DAY,
    ),
    make({ ref: 'ZD-48102', title: 'Disk usage doubles after log rotation', customer: 'Proseware', status: 'pending' }),
    make({
      ref: 'ZD-48088',
      title: 'How to move a licence to a new host',
      customer: 'Tailspin',
      status: 'on-hold',
      priority: 'low',
    }),
    make(
      {
        ref: 'ZD-48231',
        title: 'Reports open in the wrong time zone',
        customer: 'Woodgrove',
        owner: 'jon',
        status: 'new',
      },
      [],
      3 * HOUR,
    ),
    make(
      {
        ref: 'ZD-48230',
        title: 'Password reset mails arrive after an hour',
        customer: 'Contoso',
        owner: 'jon',
        priority: 'high',
      },
      [],
      5 * HOUR,
    ),
    make({
      ref: null,
      title: 'Imported note with front matter that does not parse',
      customer: null,
      owner: 'mira',
      status: 'new',
      broken: true,
      issue: 'The first lines of this file are not YAML.',
    }),
    solved(
      'ZD-47820',
      'Tunnel resets on the half hour',
      'Fabrikam',
      42,
      rekey,
      'resolved-by',
      '`0x2746` in the gateway log at every rekey',
    ),
    solved(
      'ZD-47391',
      '0x2746 after gateway patch',
      'Litware',
      82,
      rekey,
      'resolved-by',
      'DTLS handshake timeout, retry 3',
    ),
    solved('ZD-47011', 'VPN unstable since the upgrade', 'Proseware', 15, rekey),
    solved('ZD-46902', 'Drops every 1800 seconds', 'Adatum', 21, rekey),
    ...[
      'Tunnel flaps at full and half past',
      'Clients drop in step',
      'Reconnects every 30 minutes',
      'Session lost at rekey',
    ].flatMap((title, index) =>
      ['Northwind', 'Fabrikam', 'Litware'].map((customer, site) =>
        solved(`ZD-${45100 + index * 37 + site * 11}`, title, customer, 24 + index * 9 + site * 5, rekey),
      ),
    ),
    solved('ZD-46720', 'Users thrown out twice an hour', 'Contoso', 33, rekey),
    solved('ZD-46650', 'Phone loses tunnel when idle', 'Tailspin', 60, '01JC4T8N2QBCGNAT02'),
    solved('ZD-46512', 'Gateway slow, then drops', 'Wingtip', 12, '01JC4T8N2QEDTLSD05', 'created'),
    solved('ZD-46400', 'Cannot sign in from iPad', 'Woodgrove', 9, '01JC4T8N2QFSAML006'),
    solved('ZD-46311', 'Export stops at 3 am', 'Northwind', 27, '01JC4T8N2QGORA0007'),
  ]
}

/** Many rows of no substance, for trying how long lists feel. */
export function manyCases(now: number, count: number): FakeCase[] {
  const [pattern] = makeCases(now)
  if (!pattern) return []
  return Array.from({ length: count }, (_, index) => ({
    ...pattern,
    id: `01ZZ${index}`,
    path: `cases/2025/many-${index}.md`,
    ref: `ZD-${20000 + index}`,
    title: `Case ${index}: printer ${index % 97} on floor ${index % 12} does not answer`,
    priority: (['low', 'normal', 'normal', 'high'] as const)[index % 4] ?? 'normal',
    status: (['open', 'new', 'pending', 'on-hold'] as const)[index % 4] ?? 'open',
    promised: null,
    links: [],
    journal: [],
    opened: toMoment(now - index * HOUR),
  }))
}
