/** Articles of the fake vault. */
import type { Audience, Confidence, Fix } from '../bindings'

export interface FakeArticle {
  id: string
  path: string
  title: string
  confidence: Confidence
  audience: Audience
  fix: Fix | null
  products: string[]
  appliesTo: string[]
  fixedIn: string | null
  tags: string[]
  flags: string[]
  not_learned: string[]
  'see-also'?: string[]
  owner?: string | null
  updatedDaysAgo: number
  issue: string
  environment: string
  cause: string
  resolution: string
}

type Seed = Pick<FakeArticle, 'id' | 'title' | 'issue' | 'resolution'> & Partial<FakeArticle>

function article(seed: Seed): FakeArticle {
  const slug = seed.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return {
    path: `articles/${slug}-${seed.id.slice(-4).toLowerCase()}.md`,
    confidence: 'not-validated',
    audience: 'internal',
    fix: null,
    products: [],
    appliesTo: [],
    fixedIn: null,
    tags: [],
    flags: [],
    not_learned: [],
    updatedDaysAgo: 12,
    environment: '',
    cause: '',
    ...seed,
  }
}

export const articles: FakeArticle[] = [
  article({
    id: '01JC4T8N2QAREKEY01',
    title: 'EdgeVPN 7.4 disconnects at DTLS rekey',
    confidence: 'validated',
    audience: 'customer',
    fix: 'workaround',
    products: ['EdgeVPN'],
    appliesTo: ['7.4.0 - 7.4.1'],
    fixedIn: '7.4.2',
    tags: ['dtls', 'gateway'],
    updatedDaysAgo: 6,
    issue:
      'Sessions drop at a fixed interval, usually every 30 minutes, right after the upgrade to 7.4.\n\nThe gateway log says `DTLS handshake timeout (code 0x2746)` at every rekey.',
    environment:
      '- EdgeVPN gateway 7.4.0 or 7.4.1\n- Any client; clients on 7.3 stay connected\n- DTLS enabled (the default)',
    cause:
      'From 7.4.0 the gateway starts a DTLS rekey before the peer has confirmed the new epoch. The peer drops the records of the new epoch as a replay and both sides wait until the handshake timer ends the session.',
    resolution:
      'Set `dtls.rekey=0` on the gateway; sessions then keep their keys until they end.\n\n1. Open the gateway shell and check the version: `edge-gw --version`\n2. Turn the rekey off and reload:\n\n```\nedge-gw config set dtls.rekey=0\nedge-gw reload --graceful\n```\n\n3. Ask the customer to reconnect once and watch one full interval:\n\n```\nedge-diag --follow --filter dtls\n```\n\nUpgrade to 7.4.2 when the window allows, then remove the setting: the rekey protects long sessions. See also [[Raise the idle timeout on EdgeVPN gateways]].',
  }),
  article({
    id: '01JC4T8N2QBCGNAT02',
    title: 'Clients lose tunnel behind CGNAT',
    products: ['EdgeVPN'],
    tags: ['nat'],
    updatedDaysAgo: 41,
    issue: 'The tunnel drops after a quiet spell; idle mappings expire after 30 minutes on carrier-grade NAT.',
    environment: '- EdgeVPN client behind CGNAT (mobile or fibre carriers)',
    cause: 'The carrier forgets idle UDP mappings before the keep-alive of the client.',
    resolution:
      'Lower the keep-alive on the client profile:\n\n```\n[profile]\nkeepalive = 25s\n```\n\nThen reconnect.',
  }),
  article({
    id: '01JC4T8N2QCCERT003',
    title: '7.4 upgrade: certificate chain reloaded at rekey',
    confidence: 'wip',
    products: ['EdgeVPN'],
    appliesTo: ['7.4.0'],
    updatedDaysAgo: 2,
    issue:
      'Two sites report the same interval of 30 minutes after the 7.4 upgrade, with a certificate warning beside it.',
    resolution: '',
  }),
  article({
    id: '01JC4T8N2QDIDLE004',
    title: 'Raise the idle timeout on EdgeVPN gateways',
    confidence: 'validated',
    audience: 'customer',
    fix: 'permanent',
    products: ['EdgeVPN'],
    updatedDaysAgo: 90,
    issue: 'Sessions end after a fixed quiet time although the user still works in other windows.',
    resolution:
      'Raise `session.idle` to at least twice the longest quiet spell:\n\n```\nedge-gw config set session.idle=90m\n```',
  }),
  article({
    id: '01JC4T8N2QEDTLSD05',
    title: 'dtlsd restarts under memory pressure',
    products: ['EdgeVPN'],
    updatedDaysAgo: 20,
    issue: 'The dtlsd watchdog closes sessions when the gateway runs short of memory.',
    cause: 'Each session holds 64 KiB of replay window; above 9,000 sessions the 1 GiB limit of the unit is reached.',
    resolution: 'Raise `MemoryMax` of the `edge-dtlsd` unit to 2 GiB and restart it in a quiet hour.',
    flags: ['The limit differs on the 7.4 appliance images'],
  }),
  article({
    id: '01JC4T8N2QFSAML006',
    title: 'SAML login loops in Safari 18 with third-party cookies blocked',
    confidence: 'validated',
    audience: 'customer',
    fix: 'permanent',
    products: ['Gatehouse SSO'],
    appliesTo: ['5.0 - 5.3'],
    fixedIn: '5.4',
    updatedDaysAgo: 15,
    issue: 'After the password the browser returns to the login page again and again; only Safari 18 is affected.',
    cause: 'The relay state cookie is set without `Partitioned`; Safari 18 drops it between the two hosts.',
    resolution:
      'Set `cookie.partitioned: true` in `gatehouse.yaml` and restart the login service:\n\n```yaml\nlogin:\n  cookie:\n    same_site: none\n    partitioned: true\n```',
  }),
  article({
    id: '01JC4T8N2QGORA0007',
    title: 'Ledger nightly export fails with ORA-01555 snapshot too old',
    confidence: 'validated',
    fix: 'workaround',
    products: ['Ledger'],
    appliesTo: ['12.1'],
    updatedDaysAgo: 33,
    issue: 'The nightly export stops after some hours with `ORA-01555: snapshot too old`.',
    cause: 'The export reads one consistent snapshot; undo retention is shorter than the run.',
    resolution:
      'Export by month instead of in one piece, or raise the retention for the night:\n\n```sql\nALTER SYSTEM SET undo_retention = 21600;\n```',
  }),
  article({
    id: '01JC4T8N2QHPRNT008',
    title: 'Print queue stuck after driver update (0x80070005)',
    products: ['Deskline'],
    updatedDaysAgo: 60,
    issue: 'Jobs stay in the queue; the event log has `0x80070005` for the spooler.',
    resolution: 'Give `SYSTEM` full control on `C:\\Windows\\System32\\spool\\PRINTERS`, then restart the spooler.',
  }),
  article({
    id: '01JC4T8N2QIHOOK009',
    title: 'Webhook signature mismatch after secret rotation',
    confidence: 'validated',
    audience: 'public',
    fix: 'permanent',
    products: ['Ledger'],
    updatedDaysAgo: 8,
    issue: 'Every webhook is refused with `signature mismatch` since the secret was rotated.',
    cause: 'The receiver trims the new secret, which ends in `=`.',
    resolution: 'Compare the secret byte for byte; update the receiver library to 3.2 or later.',
  }),
  article({
    id: '01JC4T8N2QJDISK010',
    title: 'Disk usage doubles after log rotation',
    products: ['EdgeVPN'],
    updatedDaysAgo: 130,
    issue: 'The disk of the gateway fills within days: rotated logs are kept twice.',
    resolution: 'Remove the second rotation in `/etc/logrotate.d/edge-legacy`.',
  }),
  article({
    id: '01JC4T8N2QKLICE011',
    title: 'Move a licence to a new host',
    confidence: 'validated',
    audience: 'public',
    products: ['Deskline'],
    updatedDaysAgo: 200,
    issue: 'How to move a licence to a new host.',
    resolution: 'Release it on the old host with `deskline licence release`, then enter the key on the new one.',
  }),
  article({
    id: '01JC4T8N2QLOLD0012',
    title: 'Patch the 6.x gateways by hand',
    confidence: 'archived',
    products: ['EdgeVPN'],
    appliesTo: ['6.0 - 6.4'],
    updatedDaysAgo: 700,
    issue: 'Old gateways do not take the update.',
    resolution: 'No longer supported.',
  }),
]

export function section(one: FakeArticle, kind: 'issue' | 'environment' | 'cause' | 'resolution'): string {
  return one[kind]
}
