import type { AccountLimit, ConnectorCall, FailureKind } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure } from './errors.ts'
import { quotaPauseSeconds } from './limits.ts'
import { ask, ownPath } from './request.ts'
import type { Settings } from './settings.ts'

const LimitAnswer = Type.Object({
  data: Type.Array(
    Type.Object({
      quota_usage: Type.Number(),
      config: Type.Object({
        quota_total: Type.Number(),
        quota_duration: Type.Optional(Type.Number()),
      }),
    }),
  ),
})

/** What a reading of the limit cannot get past: all other failures show soon enough at the container itself. */
const decisive: readonly FailureKind[] = ['reauth', 'rate_limited', 'account_restricted']

/**
 * How much of the rolling publishing limit is used: instagram.md 3. `null` where Instagram does not tell.
 *
 * @throws ConnectorFailure where the login is dead, the account restricted, or calls are limited
 */
export async function publishingLimit(call: ConnectorCall<Settings>): Promise<AccountLimit | null> {
  const response = await ask(call, {
    method: 'GET',
    path: ownPath(call, 'content_publishing_limit'),
    query: { fields: 'config,quota_usage' },
  })
  if (!isSuccess(response)) {
    const failure = callFailure(response, 'reading the publishing limit', call.now)
    if (decisive.includes(failure.kind)) throw failure
    return null
  }
  const [limit] = read(LimitAnswer, response.json)?.data ?? []
  if (!limit) return null
  return {
    name: 'posts',
    used: limit.quota_usage,
    total: limit.config.quota_total,
    windowSeconds: limit.config.quota_duration ?? 86_400,
  }
}

/**
 * Passes where the account may publish one post more.
 *
 * @throws ConnectorFailure `quota`. The window rolls, so it is asked again in an hour.
 */
export async function checkPublishingLimit(call: ConnectorCall<Settings>): Promise<void> {
  const limit = await publishingLimit(call)
  if (!limit || limit.used === null || limit.used < limit.total) return
  const hours = Math.round(limit.windowSeconds / 3600)
  throw failures.quota({
    message: `Instagram lets this account publish ${limit.total} posts in ${hours} hours, and all of them are used.`,
    remedy: 'Nothing: it is tried again when older posts have left the window.',
    until: new Date(call.now.getTime() + quotaPauseSeconds * 1000),
  })
}
