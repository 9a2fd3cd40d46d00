import { randomBytes, randomUUID } from 'node:crypto'
import type { Context } from '../../core/src/context.ts'
import { Delivery } from '../../core/src/features/publishing/delivery.model.ts'
import { startEngine, type Engine } from '../../core/src/features/publishing/engine.ts'
import type { EngineParts } from '../../core/src/features/publishing/run.ts'
import { scheduleDeliveries } from '../../core/src/features/publishing/scheduling.service.ts'
import type { DeliveryState } from '../../core/src/features/publishing/states.ts'
import { sealGrant } from '../../core/src/features/social-accounts/account-secrets.ts'
import { testContext } from './app.ts'
import { buildPost, buildSocialAccount, buildTenant, type BuiltTenant } from './factories.ts'
import type { FakeNetwork } from './publishing-network.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Times short enough for tests: the same code, other settings. */
export const fastPublishing = {
  PUBLISHING_LEASE: '3s',
  PUBLISHING_CALL_TIMEOUT: '2s',
  PUBLISHING_SWEEP: '200ms',
  PUBLISHING_POLL: '50ms',
  SHUTDOWN_GRACE: '3s',
} as const

/** A context whose only platform is the given network. */
export async function publishingContext(
  t: Teardown,
  network: FakeNetwork,
  variables: Readonly<Record<string, string>> = {},
): Promise<Context> {
  const { context } = await testContext(t, {
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: { ...fastPublishing, ...variables },
  })
  return context
}

/** Starts an engine that is stopped with the test. */
export function runEngine(t: Teardown, context: Context, reach?: EngineParts['reach']): Engine {
  const engine = startEngine(context, {
    worker: `test-${randomBytes(3).toString('hex')}`,
    ...(reach && { reach }),
  })
  t.teardown(() => engine.stop())
  return engine
}

/** A scheduled delivery of a new post, on an account of its own unless one is given. */
export async function scheduled(
  context: Context,
  options: {
    readonly tenant?: BuiltTenant
    readonly accountId?: string
    readonly post?: Readonly<Record<string, unknown>>
    readonly parts?: number
    readonly dueAt?: Date
  } = {},
): Promise<{ id: string; postId: string; accountId: string; tenant: BuiltTenant; text: string }> {
  const tenant = options.tenant ?? (await buildTenant(context.database))
  const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const accountId = options.accountId ?? (await connectedAccount(context, scope))
  const text = `Post ${randomUUID()}`
  const post = await buildPost(context.database, {
    content: text,
    status: 'SCHEDULED',
    ...scope,
    ...options.post,
  })
  await context.database.system.transaction((transaction) =>
    scheduleDeliveries(transaction, {
      post,
      accounts: [
        {
          id: accountId,
          platform: 'TWITTER',
          contentHash: randomBytes(32),
          parts: options.parts ?? 1,
        },
      ],
      dueAt: options.dueAt ?? new Date(Date.now() - 10),
      actor: 'test',
    }),
  )
  const delivery = await Delivery.query(context.database.system)
    .findOne({ post_id: post.id })
    .throwIfNotFound()
  return { id: delivery.id, postId: post.id, accountId, tenant, text }
}

/** An account with a token that the network takes. */
export async function connectedAccount(
  context: Context,
  scope: { readonly organizationId: string; readonly brandId: string },
): Promise<string> {
  const account = await buildSocialAccount(context.database, scope)
  await context.database
    .system('social_accounts')
    .where({ id: account.id })
    .update(sealGrant(context.config, account, { accessToken: 'fake-token' }))
  return account.id
}

/** Waits until a delivery is in one of these states. @throws Error telling the state it is in instead */
export async function until(
  context: Context,
  id: string,
  ...states: readonly DeliveryState[]
): Promise<Delivery> {
  const end = performance.now() + 30_000
  for (;;) {
    const delivery = await Delivery.query(context.database.system).findById(id).throwIfNotFound()
    if (states.includes(delivery.state)) return delivery
    if (performance.now() > end) {
      throw new Error(`The delivery is ${delivery.state}: ${JSON.stringify(delivery.error)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
