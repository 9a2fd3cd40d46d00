import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Context } from '../../core/src/context.ts'
import { Delivery } from '../../core/src/features/publishing/delivery.model.ts'
import { scheduleDeliveries } from '../../core/src/features/publishing/scheduling.service.ts'
import { sealGrant } from '../../core/src/features/social-accounts/account-secrets.ts'
import { newStorageKey } from '../../core/src/storage/storage-key.ts'
import {
  buildMedia,
  buildPost,
  buildSocialAccount,
  buildTenant,
  type BuiltTenant,
} from '../support/factories.ts'
import type { Environment } from './environment.ts'
import { signIn } from './sign-in.ts'
import { textsOf, type Scenario } from './scenarios.ts'

/** A delivery of a run and what is planned for it. */
export interface Planned {
  readonly id: string
  readonly postId: string
  readonly accountId: string
  readonly handle: string
  readonly texts: readonly string[]
  readonly scenario: Scenario
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/**
 * Makes so many posts of two tenants, each on an account of its own that may repeat itself, so that the network
 * saves nobody from posting twice.
 */
export async function plan(
  context: Context,
  environment: Environment,
  options: {
    readonly deliveries: number
    readonly prefix: string
    readonly scenarios: readonly Scenario[]
    readonly dueAt: Date
  },
): Promise<Planned[]> {
  const tenants = [await buildTenant(context.database), await buildTenant(context.database)]
  const planned: Planned[] = []
  for (let number = 0; number < options.deliveries; number += 1) {
    const scenario = options.scenarios[number % options.scenarios.length]
    const tenant = tenants[number % tenants.length]
    if (scenario === undefined || tenant === undefined) continue
    planned.push(await planOne(context, environment, { ...options, number, scenario, tenant }))
  }
  return planned
}

async function planOne(
  context: Context,
  environment: Environment,
  options: {
    readonly prefix: string
    readonly number: number
    readonly scenario: Scenario
    readonly tenant: BuiltTenant
    readonly dueAt: Date
  },
): Promise<Planned> {
  const { number, scenario, tenant } = options
  const handle = `repeat${options.prefix}${number}`
  const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const grant = await signIn(environment.sandboxUrl, handle)
  const account = await buildSocialAccount(context.database, {
    ...scope,
    platformUserId: grant.userId,
    username: handle,
    scopes: grant.scopes,
    facts: {},
  })
  await context.database
    .system('social_accounts')
    .where({ id: account.id })
    .update(sealGrant(context.config, account, grant))
  const texts = textsOf(number, scenario)
  const post = await buildPost(context.database, {
    ...scope,
    content: texts[0],
    thread: scenario.post === 'thread' ? texts.slice(1).map((content) => ({ content })) : [],
    ...(scenario.post === 'comment' ? { firstComment: texts[1] } : {}),
  })
  if (scenario.post === 'image') await addImage(context, post.id, scope.organizationId)
  await context.database.system.transaction((transaction) =>
    scheduleDeliveries(transaction, {
      post,
      accounts: [
        { id: account.id, platform: 'TWITTER', contentHash: randomBytes(32), parts: texts.length },
      ],
      dueAt: options.dueAt,
      actor: 'test',
    }),
  )
  const { id } = await Delivery.query(context.database.system)
    .findOne({ post_id: post.id })
    .throwIfNotFound()
  await arrange(environment, id, handle, scenario)
  return { id, postId: post.id, accountId: account.id, handle, texts, scenario }
}

async function addImage(context: Context, postId: string, organizationId: string): Promise<void> {
  const storageKey = newStorageKey(organizationId)
  await context.storage.write(storageKey, Readable.from([pixel]))
  const media = await buildMedia(context.database, {
    organizationId,
    storageKey,
    size: pixel.length,
    width: 1,
    height: 1,
  })
  await context.database.system('post_media').insert({
    post_id: postId,
    organization_id: organizationId,
    part: 0,
    position: 0,
    media_id: media.id,
    alt_text: 'A pixel',
  })
}

/** Writes the orders and arms the fault of a scenario. */
async function arrange(
  environment: Environment,
  deliveryId: string,
  handle: string,
  { orders = [], fault }: Scenario,
): Promise<void> {
  for (const { at, afterMs } of orders) {
    await writeFile(join(environment.orders, `${deliveryId}.${at}`), String(afterMs))
  }
  if (fault === undefined) return
  const response = await fetch(`${environment.sandboxUrl}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      network: 'twitter',
      operation: 'create_post',
      fault: fault.name,
      account: handle,
      times: 1,
      ...(fault.milliseconds === undefined ? {} : { milliseconds: fault.milliseconds }),
    }),
  })
  if (!response.ok) throw new Error(`The fault was not armed: ${await response.text()}`)
}
