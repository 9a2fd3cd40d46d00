import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Context } from '../../core/src/context.ts'
import { Delivery } from '../../core/src/features/publishing/delivery.model.ts'
import { scheduleDeliveries } from '../../core/src/features/publishing/scheduling.service.ts'
import { newStorageKey } from '../../core/src/storage/storage-key.ts'
import { buildMedia, buildPost, buildTenant, type BuiltTenant } from '../support/factories.ts'
import { connect } from './connect.ts'
import { giveOrder, type Environment } from './environment.ts'
import type { CrashFile } from './files.ts'
import type { CrashNetwork, CrashPost } from './networks/network.ts'
import { textsOf, type NetworkScenario, type Scenario } from './scenarios.ts'

/** A delivery of a run and what is planned for it. */
export interface Planned {
  readonly id: string
  readonly postId: string
  readonly network: CrashNetwork
  readonly platformUserId: string
  readonly texts: readonly string[]
  readonly scenario: Scenario
  readonly post: CrashPost
}

/** What the deliveries of a run have in common. */
interface Plan {
  readonly network: CrashNetwork
  readonly deliveries: number
  /** Of the handles, so that two plans share no account. */
  readonly prefix: string
  readonly scenarios: readonly NetworkScenario[]
  /** Which of the scenarios is the first, so that the networks of a short run play different ones. */
  readonly first: number
}

/** How many are planned at a time. */
const atOnce = 6

/**
 * Makes so many posts of two tenants or more, each on an account of its own that may repeat itself, so that the network
 * saves nobody from posting twice.
 */
export async function plan(
  context: Context,
  environment: Environment,
  options: Plan,
): Promise<Planned[]> {
  const tenants = await buildTenants(context, Math.max(2, Math.ceil(options.deliveries / 400)))
  const library = makeLibrary(context)
  const planned: Planned[] = []
  let next = 0
  async function planSome(): Promise<void> {
    for (let number = next++; number < options.deliveries; number = next++) {
      const chosen = options.scenarios[(options.first + number) % options.scenarios.length]
      const tenant = tenants[number % tenants.length]
      if (chosen === undefined || tenant === undefined) return
      planned.push(
        await planOne(context, environment, { ...options, ...chosen, number, tenant, library }),
      )
    }
  }
  await Promise.all(Array.from({ length: atOnce }, planSome))
  return planned
}

/** Tenants of the largest plan, which takes 500 accounts. */
async function buildTenants({ database }: Context, count: number): Promise<BuiltTenant[]> {
  const tenants = await Promise.all(Array.from({ length: count }, () => buildTenant(database)))
  const ids = tenants.map(({ organization }) => organization.id)
  await database
    .system('organizations')
    .whereIn('id', ids)
    .update({ subscription_tier: 'BUSINESS' })
  return tenants
}

async function planOne(
  context: Context,
  environment: Environment,
  options: Plan & {
    readonly scenario: Scenario
    readonly post: CrashPost
    readonly number: number
    readonly tenant: BuiltTenant
    readonly library: Library
  },
): Promise<Planned> {
  const { network, number, scenario, tenant, post: form } = options
  const { platform } = network.connector
  const place = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const handle = `repeat${options.prefix}${number}`
  const account = await connect(context, network, { handle, post: form, place })
  const texts = textsOf(number, form)
  const post = await buildPost(context.database, {
    ...place,
    content: texts[0],
    platforms: [platform],
    thread: form.followedBy === 'thread' ? texts.slice(1).map((content) => ({ content })) : [],
    ...(form.followedBy === 'comment' ? { firstComment: texts[1] } : {}),
    overrides: { [platform]: { options: form.options } },
  })
  for (const [position, file] of form.files.entries()) {
    await context.database.system('post_media').insert({
      post_id: post.id,
      organization_id: place.organizationId,
      part: 0,
      position,
      media_id: await options.library.idOf(place.organizationId, file),
      alt_text: file.kind === 'image' ? 'A picture' : null,
    })
  }
  await context.database.system.transaction((transaction) =>
    scheduleDeliveries(transaction, {
      post,
      accounts: [{ id: account.id, platform, contentHash: randomBytes(32), parts: texts.length }],
      dueAt: new Date(),
      actor: 'test',
    }),
  )
  const { id } = await Delivery.query(context.database.system)
    .findOne({ post_id: post.id })
    .throwIfNotFound()
  const { platformUserId } = account
  await arrange(environment, { id, platformUserId, network, scenario, post: form })
  return { id, postId: post.id, network, platformUserId, texts, scenario, post: form }
}

/** The files of a plan, each stored once for a tenant. */
interface Library {
  idOf(organizationId: string, file: CrashFile): Promise<string>
}

function makeLibrary(context: Context): Library {
  const known = new Map<string, Promise<string>>()
  return {
    idOf(organizationId, file) {
      const key = `${organizationId}/${file.name}`
      const id = known.get(key) ?? store(context, organizationId, file)
      known.set(key, id)
      return id
    },
  }
}

async function store(context: Context, organizationId: string, file: CrashFile): Promise<string> {
  const { kind, mimeType, width, height, durationMs, name } = file
  const bytes = file.bytes()
  const storageKey = newStorageKey(organizationId)
  await context.storage.write(storageKey, Readable.from([bytes]))
  const { id } = await buildMedia(context.database, {
    organizationId,
    storageKey,
    kind,
    mimeType,
    width,
    height,
    originalName: name,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest(),
    ...(durationMs !== undefined && { durationMs }),
  })
  return id
}

/** Writes the orders and arms the fault of a scenario. */
async function arrange(
  environment: Environment,
  planned: Pick<Planned, 'id' | 'platformUserId' | 'network' | 'scenario' | 'post'>,
): Promise<void> {
  const { id, network, scenario, post } = planned
  for (const { at, passing = 0 } of scenario.orders ?? []) {
    giveOrder(environment, { at, deliveryId: id, passing })
  }
  if (scenario.fault === undefined) return
  const { name, milliseconds } = scenario.fault
  const response = await fetch(`${environment.sandboxUrl}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      network: network.connector.id,
      operation: post.operation,
      fault: name,
      account: wallIdOf(planned),
      times: 1,
      ...(milliseconds === undefined ? {} : { milliseconds }),
    }),
  })
  if (!response.ok) throw new Error(`The fault was not armed: ${await response.text()}`)
}

/** The account as the sandbox names it. */
export function wallIdOf({ network, platformUserId }: Pick<Planned, 'network' | 'platformUserId'>) {
  return network.wallId?.(platformUserId) ?? platformUserId
}
