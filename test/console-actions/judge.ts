import { brokenInvariants } from '../support/invariants.ts'
import { markOf } from './networks.ts'
import type { Answered } from './customers.ts'
import type { Pair, Work } from './work.ts'
import type { World } from './world.ts'

/** What is wrong, in sentences; nothing has to be. */
export interface Findings {
  /** A part is there more than once. */
  readonly duplicates: string[]
  /** A part is recorded and not there. */
  readonly lost: string[]
  /** A part is there and recorded as something else. */
  readonly misrecorded: string[]
  /** An invariant does not hold. */
  readonly broken: string[]
  /** A delivery has not come to its end. */
  readonly stuck: string[]
  /** What staff did and what was written down of it are two things. */
  readonly unaccounted: string[]
  /** Both of two were let through, or somebody was refused without a word or with an error of the server's. */
  readonly untold: string[]
  /** Something of a stranger's is another one. */
  readonly strayed: string[]
}

/** Looks at everything, once all have come to rest. */
export async function judge(
  world: World,
  { deeds, pairs }: Work,
  answers: readonly Answered[],
  before: string,
): Promise<Findings> {
  const invariants = await brokenInvariants(world.context, { lateSeconds: 5 })
  const ended = new Set(['published', 'failed', 'canceled', 'expired'])
  const all = await world.look()
  return {
    ...(await compareNetworks(world)),
    broken: [
      ...world.networks.unintended,
      ...invariants.map(({ invariant, deliveryId, what }) => `${invariant}: ${deliveryId} ${what}`),
    ],
    stuck: all
      .filter(({ state }) => !ended.has(state))
      .map(({ id, state }) => `${id} is still ${state}`),
    unaccounted: await compareAudit(world, deeds),
    untold: [
      ...pairs.filter(bothDecided).map(({ one }) => `two decided about ${one.subjectId}`),
      ...deeds
        .filter(({ accepted, message, status }) => status >= 500 || (!accepted && message === ''))
        .map(({ action, message }) => `${action}: ${message}`),
      ...answers.filter(({ status }) => status >= 500).map(({ what, text }) => `${what}: ${text}`),
    ],
    strayed: (await snapshot(world)) === before ? [] : ['a row of the bystander changed'],
  }
}

/** Nothing brings a decision about back within a request. */
function bothDecided({ one, other }: Pair): boolean {
  return one.action === 'resolve' && one.accepted && other.accepted
}

async function compareNetworks({
  context,
  networks,
}: World): Promise<Pick<Findings, 'duplicates' | 'lost' | 'misrecorded'>> {
  const { rows } = await context.database.system.raw<{ rows: Recorded[] }>(
    `select a.platform_user_id as account, cast(substring(p.content from '^#(\\d+)\\.') as int) as number,
       d.id, d.state, r.position, r.remote_id as "remoteId"
     from social_posts d
     join posts p on p.id = d.post_id and p.content like '#%'
     join social_accounts a on a.id = d.social_account_id
     left join delivery_parts r on r.delivery_id = d.id and r.outcome = 'published'`,
  )
  const found = { duplicates: [], lost: [], misrecorded: [] } as Record<
    'duplicates' | 'lost' | 'misrecorded',
    string[]
  >
  const known = new Set<string>(rows.map(({ account, number }) => `${account}|${number}`))
  const recorded = new Map<string, Recorded>(
    rows.map((row) => [`${row.account}|${row.number}|${row.position}`, row] as const),
  )
  const there = Map.groupBy(networks.posts, ({ account, text }) => {
    const { number, part } = markOf(text)
    return `${account}|${number}|${part}`
  })
  for (const [key, posts] of there) {
    if (posts.length > 1) found.duplicates.push(`${key} is there ${posts.length} times`)
    // Of a post that was deleted, nothing is recorded any more.
    if (!known.has(key.slice(0, key.lastIndexOf('|')))) continue
    const remoteId = recorded.get(key)?.remoteId
    const isIt = remoteId?.startsWith('seen:') === true || posts.some(({ id }) => id === remoteId)
    if (!isIt) found.misrecorded.push(`${key} is there and recorded as ${remoteId}`)
  }
  for (const [key, { position, id }] of recorded) {
    if (position !== null && !there.has(key)) found.lost.push(`${key} of ${id} is not there`)
  }
  for (const { id, state, position } of rows) {
    if (state === 'published' && position === null) found.lost.push(`nothing is there of ${id}`)
  }
  return found
}

interface Recorded {
  readonly account: string
  readonly number: number
  readonly id: string
  readonly state: string
  readonly position: number | null
  readonly remoteId: string | null
}

/** The edges that an action of the staff is in the history. */
const edges: Readonly<Record<string, readonly string[]>> = {
  retry: ['T21'],
  resolve: ['T18', 'T20'],
  cancel: ['T17', 'T23'],
  look: ['T24', 'look'],
}

/** Every deed has one entry in the staff's log and one step in the history, and the other way round. */
async function compareAudit({ context }: World, deeds: Work['deeds']): Promise<string[]> {
  const { system } = context.database
  const found: string[] = []
  const entries: Entry[] = await system('staff_audit')
    .whereNot({ action: 'read' })
    .select('staff_id', 'action', 'subject', 'subject_id', 'outcome', 'reason')
  const events: { delivery_id: string; transition: string; actor: string }[] = await system(
    'delivery_events',
  ).where('actor', 'like', 'staff:%')
  const alive = new Set(await system('social_posts').pluck<string[]>('id'))

  for (const { action, outcome, subject_id } of entries) {
    if (outcome === 'begun' || outcome === 'failed')
      found.push(`${action} ${subject_id}: ${outcome}`)
  }
  const done = entries.filter(({ outcome }) => outcome === 'done')
  const accepted = deeds.filter((deed) => deed.accepted)
  found.push(
    ...differences(
      countBy(accepted, ({ staff, action, subjectId }) => `${staff.id} ${action} ${subjectId}`),
      countBy(done, (entry) => `${entry.staff_id} ${entry.action} ${entry.subject_id}`),
      'accepted and in the log',
    ),
  )
  const steps = countBy(events, ({ actor, transition, delivery_id }) => {
    const [action] = Object.entries(edges).find(([, names]) => names.includes(transition)) ?? []
    return `${actor.slice('staff:'.length)} ${action} ${delivery_id}`
  })
  const logged = countBy(
    done.filter(({ subject, subject_id }) => subject === 'Delivery' && alive.has(subject_id)),
    (entry) => `${entry.staff_id} ${entry.action} ${entry.subject_id}`,
  )
  // Whoever calls off what is called off already is told that it is, and there is no step.
  for (const [key, times] of logged) {
    if (key.includes(' cancel ')) logged.set(key, Math.min(times, steps.get(key) ?? 0))
  }
  found.push(...differences(logged, steps, 'in the log and in the history'))
  return found
}

interface Entry {
  readonly staff_id: string
  readonly action: string
  readonly subject: string
  readonly subject_id: string
  readonly outcome: string
}

function countBy<Thing>(
  things: readonly Thing[],
  key: (thing: Thing) => string,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(key(thing), (counts.get(key(thing)) ?? 0) + 1)
  return counts
}

function differences(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
  what: string,
): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const [here = 0, there = 0] = [one.get(key), other.get(key)]
    return here === there ? [] : [`${key}: ${here} and ${there} times ${what}`]
  })
}

const tablesOfCustomers = [
  'brands',
  'posts',
  'social_posts',
  'delivery_events',
  'delivery_parts',
  'publishing_stops',
  'webhook_endpoints',
  'webhook_deliveries',
  'notifications',
  'quota_counters',
  'team_members',
  'staff_audit',
]

/** All that somebody has to whom nothing may happen. */
export async function snapshot({ context, bystander }: World): Promise<string> {
  const { system } = context.database
  const rows: unknown[] = [
    await system('organizations').where({ id: bystander }),
    // Workers read accounts again by themselves.
    await system('social_accounts')
      .where({ organization_id: bystander })
      .select('id', 'status', 'access_token', 'refresh_token', 'paused_until'),
  ]
  for (const table of tablesOfCustomers) {
    rows.push(await system(table).where({ organization_id: bystander }).orderByRaw('1'))
  }
  return JSON.stringify(rows)
}
