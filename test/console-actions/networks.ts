import { failures } from '@t21/plugin-kit'
import type { Context } from '../../core/src/context.ts'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'
import {
  fakeNetwork,
  type Behaviour,
  type FakeNetwork,
  type FakePost,
} from '../support/publishing-network.ts'
import { chancesOf } from './chances.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Of one the read-back decides nothing, so that people are asked; of the other absence is proof. */
export const platforms = ['TWITTER', 'FAKE'] as const

/** Two platforms over HTTP that misbehave as a seed says, and that know what was sent to them. */
export interface FaultyNetworks {
  readonly plugins: PluginRegistry
  readonly connectorHttp: FakeNetwork['connectorHttp']
  /** How often each fault was shown. */
  readonly shown: Partial<Record<Behaviour, number>>
  /** Calls of which no intent had been committed (I1). */
  readonly unintended: string[]
  /** Calls that could have published something. */
  calls(): number
  /** Everything that was published. */
  readonly posts: readonly FakePost[]
  /** What there is of a part, on one account. */
  postsOf(account: string, number: number, part: number): readonly FakePost[]
  /** The address of a post, as people copy it. */
  urlOf(post: FakePost): string
  /** From now on intents are looked for in this database. */
  watch(context: Pick<Context, 'database'>): void
  /** From now on everything works. */
  calm(): void
}

/** The text of a part: which post it is of stays readable, however often its people change it. */
export function textOf(number: number, part: number, version = 0): string {
  return `#${number}.${part} in version ${version}`
}

const faults: Readonly<Record<Behaviour, number>> = {
  ok: 5,
  slow: 3,
  lose_reply: 3,
  error_after: 2,
  reset_before: 3,
  rejected: 4,
  rate_limited: 1,
  token_dead: 1,
  accepted: 2,
  duplicate: 0,
}

/** A part that was refused or lost so often is taken the next time. */
const mostTries = 4

/** See {@link FaultyNetworks}. */
export async function faultyNetworks(t: Teardown, seed: number): Promise<FaultyNetworks> {
  const network = await fakeNetwork(t, {}, verbs(seed))
  const calls = new Map<string, number>()
  const unintended: string[] = []
  const shown: FaultyNetworks['shown'] = {}
  let isCalm = false
  let database: Context['database'] | undefined

  network.behave = async ({ account, text }) => {
    const { number, part } = markOf(text)
    const key = `${account}|${number}|${part}`
    const times = (calls.get(key) ?? 0) + 1
    calls.set(key, times)
    const intents = await intentsOf(database, { account, number, part })
    if (intents < times) unintended.push(`I1: call ${times} of ${key} after ${intents} intents`)
    if (isCalm || times > mostTries) return 'ok'
    const behaviour = chancesOf(seed, `${key}|${times}`).weighted(faults)
    shown[behaviour] = (shown[behaviour] ?? 0) + 1
    return behaviour
  }

  return {
    plugins: both(network.plugins),
    connectorHttp: network.connectorHttp,
    shown,
    unintended,
    posts: network.posts,
    calls: () => network.attempts,
    postsOf: (account, number, part) =>
      network.posts.filter((post) => {
        const mark = markOf(post.text)
        return post.account === account && mark.number === number && mark.part === part
      }),
    urlOf: ({ account, id }) => `https://fake.example/${account}/status/${id}`,
    watch: (context) => (database = context.database),
    calm: () => (isCalm = true),
  }
}

/** Which part of which post a text is of. */
export function markOf(text: string): { readonly number: number; readonly part: number } {
  const [, number, part] = /^#(\d+)\.(\d+) /.exec(text) ?? []
  return { number: Number(number), part: Number(part) }
}

/** Intents that are committed by now: this is another connection than that of whoever sends. */
async function intentsOf(
  database: Context['database'] | undefined,
  { account, number, part }: { account: string; number: number; part: number },
): Promise<number> {
  if (database === undefined) return 0
  const { rows } = await database.system.raw<{ rows: { many: number }[] }>(
    `select count(*)::int as many from delivery_events e
     join social_posts d on d.id = e.delivery_id and d.organization_id = e.organization_id
     join posts p on p.id = d.post_id
     join social_accounts a on a.id = d.social_account_id
     where e.to_state = 'sending' and e.part = :part and a.platform_user_id = :account
       and p.content like :mark`,
    { part, account, mark: `#${number}.%` },
  )
  return rows[0]?.many ?? 0
}

/** Tokens are renewed, mostly; what is called off has always gone too far. */
function verbs(seed: number): Record<string, unknown> {
  let renewals = 0
  return {
    oauth: {
      scopes: [],
      authorizeUrl: () => 'https://fake.example/authorize',
      exchange: async () => ({ accessToken: 'fake', scopes: [] }),
      async refresh() {
        renewals += 1
        if (chancesOf(seed, `renewal ${renewals}`).happens(0.2)) {
          throw failures.reauth({ message: 'The grant was taken back.' })
        }
        return { accessToken: `fake-${renewals}`, refreshToken: 'fake', scopes: [] }
      },
    },
    account: async () => ({ username: 'fake', facts: {}, limits: [] }),
    cancel: async () => ({ state: 'too_late' }),
  }
}

function both({ connectors }: PluginRegistry): PluginRegistry {
  const [asking] = [...connectors.values()]
  if (asking === undefined) throw new Error('The fake network has no connector.')
  const { capabilities } = asking
  const proving = Object.freeze({
    ...asking,
    id: 'fake',
    platform: 'FAKE',
    capabilities: {
      ...capabilities,
      readBack: { ...capabilities.readBack, retryWhenAbsent: true },
    },
  })
  const all = new Map([asking, proving].map((one) => [one.platform, one]))
  const ready = new Map([...all].map(([platform, one]) => [platform, readyConnector(one, {})]))
  return { records: [], connectors: all, ready: (platform) => ready.get(platform) }
}
