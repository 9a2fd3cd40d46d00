import { randomUUID } from 'node:crypto'
import type { ConnectorCall, MetricsQuery } from '@t21/plugin-kit'
import type { Context } from '../../core/src/context.ts'
import { Delivery } from '../../core/src/features/publishing/delivery.model.ts'
import { buildDelivery, buildPost, buildTenant, type BuiltTenant } from './factories.ts'
import { connectedAccount } from './publishing.ts'
import { fakeCapabilities, fakeNetwork, type FakeNetwork } from './publishing-network.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** One question that was asked for numbers of posts. */
export interface Asked {
  /** The network's id of the account. */
  readonly account: string
  readonly ids: readonly string[]
  readonly queries: readonly MetricsQuery[]
}

/** A network that tells numbers of posts, and what it was asked. */
export interface MeasuringNetwork extends FakeNetwork {
  readonly asked: Asked[]
  /** What it tells by remote id; a post that is not here is not there. */
  readonly numbers: Map<string, unknown>
  /** Called before each answer: throw to refuse. */
  before: (call: ConnectorCall<unknown>, ids: readonly string[]) => unknown
}

/** Starts a network that tells numbers, at most two posts a call. */
export async function measuringNetwork(
  t: Teardown,
  verbs: Parameters<typeof fakeNetwork>[2] = {},
): Promise<MeasuringNetwork> {
  const asked: Asked[] = []
  const numbers = new Map<string, unknown>()
  const network = await fakeNetwork(
    t,
    {},
    {
      capabilities: { ...fakeCapabilities, metrics: { perCall: 2, values: ['likes'] } },
      async metrics(call: ConnectorCall<unknown>, queries: readonly MetricsQuery[]) {
        const ids = queries.map(({ remoteId }) => remoteId)
        asked.push({ account: call.account.platformUserId, ids, queries })
        await measuring.before(call, ids)
        return new Map([...numbers].filter(([id]) => ids.includes(id)))
      },
      ...verbs,
    },
  )
  const measuring: MeasuringNetwork = Object.assign(network, {
    asked,
    numbers,
    before: () => undefined,
  })
  return measuring
}

/** A post that is there for 10 minutes, whose numbers are due; on an account of its own unless one is given. */
export async function publishedPost(
  context: Context,
  options: {
    readonly tenant?: BuiltTenant
    readonly accountId?: string
    readonly minutesOld?: number
    readonly fields?: Readonly<Record<string, unknown>>
    readonly overrides?: object
  } = {},
): Promise<{
  id: string
  remoteId: string
  accountId: string
  tenant: BuiltTenant
  postId: string
}> {
  const tenant = options.tenant ?? (await buildTenant(context.database))
  const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const accountId = options.accountId ?? (await connectedAccount(context, scope))
  const remoteId = `post-${randomUUID()}`
  const post = await buildPost(context.database, {
    ...scope,
    status: 'PUBLISHED',
    ...(options.overrides && { overrides: options.overrides }),
  })
  const { id } = await buildDelivery(context.database, {
    ...scope,
    postId: post.id,
    socialAccountId: accountId,
    state: 'published',
    nextAt: null,
    platformPostId: remoteId,
    publishedAt: new Date(Date.now() - (options.minutesOld ?? 10) * 60_000 - 500),
    metricsAt: new Date(Date.now() - 400),
    ...options.fields,
  })
  return { id, remoteId, accountId, tenant, postId: post.id }
}

/** Lets minutes pass for one delivery: everything that has happened to it is longer ago. */
export async function minutesPass(context: Context, id: string, minutes: number): Promise<void> {
  const { system } = context.database
  const columns = ['published_at', 'metrics_at', 'metrics_asked_at', 'missing_at']
  const earlier = (column: string) => system.raw(`${column} - make_interval(mins => ?)`, [minutes])
  await system('social_posts')
    .where({ id })
    .update(Object.fromEntries(columns.map((column) => [column, earlier(column)])))
}

/** The delivery as it is now. */
export async function reloaded(context: Context, id: string): Promise<Delivery> {
  return Delivery.query(context.database.system).findById(id).throwIfNotFound()
}

/** Minutes from now until a moment. */
export function minutesUntil(moment: Date | null): number | null {
  return moment === null ? null : (moment.getTime() - Date.now()) / 60_000
}
