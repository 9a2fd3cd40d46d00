import { findAccount } from '../accounts/account.ts'
import { publicEndpoint, type Call, type RoutesOf } from '../api/endpoint.ts'
import { notFound } from '../api/errors.ts'
import { statusView } from './status-view.ts'
import { statusesOf, visibleStatus } from './status-store.ts'
import type { StoredStatus } from './status.ts'

const defaultLimit = 20
const maxLimit = 40

/** `GET /api/v1/accounts/:id/statuses`, newest first. */
export const timelineRoutes: RoutesOf = (instance) => [
  publicEndpoint(instance, {
    method: 'GET',
    path: '/api/v1/accounts/:id/statuses',
    operation: 'account_statuses',
    scopes: ['read', 'read:statuses'],
    handle(call) {
      const { context, account } = call
      const json = page(call).map((status) => statusView(context, status, account))
      return { status: 200, json }
    },
  }),
]

function page({ request, context, account }: Call): readonly StoredStatus[] {
  const owner = findAccount(context, request.params['id'] ?? '')
  if (owner === undefined) throw notFound()
  const { query } = request
  const asked = Number(query.get('limit') ?? defaultLimit)
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, maxLimit) : defaultLimit
  const bound = (name: string) => {
    const value = query.get(name) ?? ''
    return /^\d+$/.test(value) ? BigInt(value) : null
  }
  const [max, since, min] = [bound('max_id'), bound('since_id'), bound('min_id')]
  const matching = statusesOf(context, owner.id).filter((status) => {
    const id = BigInt(status.id)
    return (
      visibleStatus(context, status.id, account) !== undefined &&
      context.now().getTime() >= status.listedFrom &&
      (max === null || id < max) &&
      (since === null || id > since) &&
      (min === null || id > min) &&
      (query.get('exclude_replies') !== 'true' || status.inReplyToId === null) &&
      (query.get('only_media') !== 'true' || status.mediaIds.length > 0)
    )
  })
  // `min_id` gives those that follow directly on it, `since_id` the newest.
  return min === null ? matching.slice(0, limit) : matching.slice(-limit)
}
