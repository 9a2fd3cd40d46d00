import type { AddressInfo } from 'node:net'
import { mountConsole } from '@t21/admin'
import { pino } from 'pino'
import type { Context } from '../../core/src/context.ts'
import type { DeliveryState } from '../../core/src/features/publishing/states.ts'
import { startWorker } from '../../core/src/worker.ts'
import { loginAs, testApp, type TestApp } from '../support/app.ts'
import { buildConnectedAccount } from '../support/connected-account.ts'
import { consoleOrigin } from '../support/console.ts'
import {
  buildBrand,
  buildDelivery,
  buildOrganization,
  buildUser,
  type BuiltUser,
} from '../support/factories.ts'
import { fastPublishing } from '../support/publishing.ts'
import { buildStaff, type BuiltStaff } from '../support/staff.ts'
import { webhookReceiver } from '../support/webhook-receiver.ts'
import { faultyNetworks, platforms, type FaultyNetworks } from './networks.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Somebody who publishes, in an organization of their own. */
export interface Customer {
  readonly user: BuiltUser
  readonly organizationId: string
  readonly brandId: string
  readonly personal: boolean
  readonly accountIds: readonly string[]
  /** Of the session that they have at present. */
  auth: { readonly authorization: string }
}

/** Somebody of the staff, and what they may do. */
export interface StaffPerson extends BuiltStaff {
  readonly role: 'ADMIN' | 'SUPPORT'
}

/** A delivery as it is at this moment. */
export interface Seen {
  readonly id: string
  readonly state: DeliveryState
  readonly version: number
  readonly part: number
  readonly postId: string
  /** Which post of the run. */
  readonly number: number
  readonly accountId: string
  /** The name of the account at its network. */
  readonly account: string
  readonly organizationId: string
}

/** A server with the console, workers, two networks that misbehave, customers, staff, and somebody to whom nothing may happen. */
export interface World extends Pick<TestApp, 'app' | 'context'> {
  readonly url: string
  readonly databaseUrl: string
  readonly networks: FaultyNetworks
  readonly customers: readonly Customer[]
  readonly staff: readonly StaffPerson[]
  /** An organization that nobody does anything to. */
  readonly bystander: string
  /** What the server wrote into its log as errors, a line each. */
  readonly logged: readonly string[]
  /** All deliveries of the customers. */
  look(): Promise<Seen[]>
  stopWorkers(): Promise<void>
}

const accountsOfAPlatform = 3

/** See {@link World}. */
export async function buildWorld(t: Teardown, seed: number): Promise<World> {
  const networks = await faultyNetworks(t, seed)
  const logged: string[] = []
  const { app, context, database } = await testApp(t, {
    log: pino({ level: 'error' }, { write: (line) => void logged.push(line) }),
    plugins: networks.plugins,
    connectorHttp: networks.connectorHttp,
    variables: {
      ...fastPublishing,
      PUBLIC_URL: consoleOrigin,
      // Often enough that the doorbell is not needed, and rarely enough that it matters.
      PUBLISHING_POLL: '500ms',
      PUBLISHING_QUIET: '1s',
      T21_ALLOW_LOOPBACK_WEBHOOKS: 'true',
    },
    app: { mountConsole },
  })
  networks.watch(context)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const receiver = await webhookReceiver(t)
  const customers = await Promise.all(
    [false, true, false].map((personal) => buildCustomer({ app, context }, personal)),
  )
  await Promise.all(customers.map((customer) => tellProgram(url, customer, receiver.url)))
  const roles = ['ADMIN', 'ADMIN', 'SUPPORT', 'SUPPORT'] as const
  const staff = await Promise.all(
    roles.map(async (role) => ({ ...(await buildStaff(context, role)), role })),
  )
  const bystander = await buildBystander(context)
  const worker = startWorker(context, { databaseUrl: database.url })
  let stopped: Promise<void> | undefined
  const stopWorkers = () => (stopped ??= worker.stop())
  t.teardown(stopWorkers)
  return {
    app,
    context,
    url,
    databaseUrl: database.url,
    networks,
    customers,
    staff,
    bystander,
    logged,
    stopWorkers,
    look: () => look(context, bystander),
  }
}

async function buildCustomer(
  { app, context }: Pick<TestApp, 'app' | 'context'>,
  personal: boolean,
): Promise<Customer> {
  const { database } = context
  const user = await buildUser(database)
  const organization = await buildOrganization(database, {
    ownerId: user.id,
    personal,
    subscriptionTier: 'BUSINESS',
  })
  const { id: brandId } = await buildBrand(database, { organizationId: organization.id })
  const place = { organizationId: organization.id, brandId }
  const tokens = { accessToken: 'fake', refreshToken: 'fake' }
  const accounts = await Promise.all(
    platforms.flatMap((platform) =>
      Array.from({ length: accountsOfAPlatform }, () =>
        buildConnectedAccount(context, tokens, { platform, ...place }),
      ),
    ),
  )
  const { auth } = await loginAs(app, user)
  return { user, ...place, personal, accountIds: accounts.map(({ id }) => id), auth }
}

/** A program of the customer's is told, so that there is something to tell again. */
async function tellProgram(url: string, customer: Customer, address: string): Promise<void> {
  const answer = await fetch(`${url}/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { ...customer.auth, 'content-type': 'application/json' },
    body: JSON.stringify({ organizationId: customer.organizationId, url: address }),
  })
  if (answer.status !== 201) throw new Error(await answer.text())
}

/** Has everything that somebody could lay hands on by mistake. */
async function buildBystander(context: Context): Promise<string> {
  const { database } = context
  const { id: organizationId } = await buildOrganization(database, { personal: false })
  const { id: brandId } = await buildBrand(database, { organizationId })
  const place = { organizationId, brandId }
  const tokens = { accessToken: 'fake', refreshToken: 'fake' }
  const account = await buildConnectedAccount(context, tokens, { platform: 'TWITTER', ...place })
  const dueAt = new Date(Date.now() + 2 * 3_600_000)
  for (const state of ['scheduled', 'failed', 'expired', 'needs_attention', 'published']) {
    const times = state === 'scheduled' ? { dueAt } : { dueAt, nextAt: null }
    await buildDelivery(database, { ...place, socialAccountId: account.id, ...times, state })
  }
  return organizationId
}

async function look({ database }: Context, bystander: string): Promise<Seen[]> {
  const { rows } = await database.system.raw<{ rows: Seen[] }>(
    `select d.id, d.state, d.fence as version, d.part, d.post_id as "postId", d.social_account_id as "accountId",
       cast(substring(p.content from '^#(\\d+)\\.') as int) as number,
       a.platform_user_id as account, d.organization_id as "organizationId"
     from social_posts d join posts p on p.id = d.post_id
     join social_accounts a on a.id = d.social_account_id
     where d.organization_id <> :bystander order by p.id, a.id`,
    { bystander },
  )
  return rows
}
