import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { redact } from '../../redact.ts'
import { understood } from '../publishing/failure-policy.ts'
import { findOwn } from '../publishing/delivery-changes.ts'
import type { Delivery } from '../publishing/delivery.model.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { afterFailedReading } from './after-failure.ts'
import { readPosts } from './collect.ts'
import { claimNow, isAskable } from './due.ts'
import { laneFreeIn, leaveLane, takeLane, type Lane } from './lanes.ts'
import { metricsOfDelivery, type MetricsOfDelivery } from './metrics.service.ts'
import { recordReadings, type Reading } from './record.ts'

/** Least seconds between two questions after the same post. */
const floorSeconds = 60

/** Longest that a person waits for the network. */
const longestMs = 20_000

/**
 * Asks the network for the numbers of one delivery now. Also one that is gone, or too old for its schedule.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; CONFLICT where the network cannot be asked after it; PLATFORM_UNAVAILABLE;
 * ACCOUNT_NOT_CONNECTED; RATE_LIMIT_EXCEEDED with `Retry-After` where it was asked just now, or the network
 * wants us to wait; NETWORK_UNAVAILABLE where it does not tell
 */
export async function refreshMetrics(
  context: Context,
  principal: Principal,
  id: string,
): Promise<MetricsOfDelivery> {
  const { system } = context.database
  const delivery = await findOwn(system, principal, 'update', id)
  const plugin = measuringPlugin(context, delivery)
  const account = await SocialAccount.query(system)
    .findOne({ id: delivery.socialAccountId, organization_id: delivery.organizationId })
    .throwIfNotFound()
  if (account.status !== 'active') {
    throw new ApiError('ACCOUNT_NOT_CONNECTED', `Connect the account @${account.username} again.`)
  }
  const lane = await takeLane(context, account)
  if (lane === undefined) throw tooSoon(await laneFreeIn(context, account))
  try {
    await readNow(context, lane, { delivery, account, plugin })
  } finally {
    await leaveLane(context, lane)
  }
  return metricsOfDelivery(context, principal, id)
}

function measuringPlugin(context: Context, delivery: Delivery): ReadyConnector {
  const { platform, state } = delivery
  const plugin = context.plugins.ready(platform)
  if (plugin === undefined) throw new ApiError('PLATFORM_UNAVAILABLE')
  if (state !== 'published') {
    throw new ApiError('CONFLICT', `A delivery that is ${state} has no numbers.`)
  }
  const { capabilities, displayName } = plugin.connector
  if (capabilities.metrics === false) {
    throw new ApiError('CONFLICT', `${displayName} tells no numbers of posts.`)
  }
  if (!isAskable(delivery)) {
    throw new ApiError('CONFLICT', `${displayName} has not given this post its own id yet.`)
  }
  return plugin
}

async function readNow(
  context: Context,
  lane: Lane,
  asking: {
    readonly delivery: Delivery
    readonly account: SocialAccount
    readonly plugin: ReadyConnector
  },
): Promise<void> {
  const claimed = await claimNow(context, asking.delivery, floorSeconds)
  if (claimed === undefined) throw tooSoon(await floorLeft(context, asking.delivery))
  let readings: Reading[]
  try {
    readings = await readPosts(context, asking, [claimed].filter(isAskable), longestMs)
  } catch (failure) {
    const seconds = await afterFailedReading(context, lane, failure, {
      at: claimed.askedAt,
      deliveryIds: [],
    })
    throw asAnswer(failure, seconds)
  }
  await recordReadings(context, lane, readings)
}

function asAnswer(failure: unknown, seconds: number | null): ApiError {
  const known = understood(failure)
  if (known === undefined) return new ApiError('NETWORK_UNAVAILABLE', undefined, { cause: failure })
  const { kind, message, details } = known
  const text = redact([message, details.remedy].filter(Boolean).join(' '))
  if (kind === 'rate_limited' || kind === 'quota') return tooSoon(seconds ?? floorSeconds, text)
  const code = kind === 'reauth' ? 'ACCOUNT_NOT_CONNECTED' : 'NETWORK_UNAVAILABLE'
  return new ApiError(code, text, { cause: failure })
}

async function floorLeft(context: Context, { id }: Delivery): Promise<number> {
  const { rows } = await context.database.system.raw<{ rows: [{ left: number | null }] | [] }>(
    `select extract(epoch from metrics_asked_at - clock_timestamp())::double precision + ? as left
     from social_posts where id = ?`,
    [floorSeconds, id],
  )
  return Math.max(Math.ceil(rows[0]?.left ?? 0), 1)
}

function tooSoon(seconds: number, because = 'The network was asked just now.'): ApiError {
  const whole = Math.ceil(seconds)
  return new ApiError('RATE_LIMIT_EXCEEDED', `${because} Try again in ${whole} seconds.`, {
    headers: { 'retry-after': String(whole) },
  })
}
