import { readProblem } from '@t21/meta-graph'
import type {
  ConnectorCall,
  ConnectorFailure,
  ConnectorResponse,
  MetricsQuery,
} from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { isMissing } from './container.status.ts'
import { callFailure, withoutMeaning } from './errors.ts'
import { ask, askMany, segment } from './request.ts'
import type { Settings } from './settings.ts'

/** For so long a post that is not shown may just be fresh: 100/33 is a known fault then. */
const freshSeconds = 3_600

const MediaAnswer = Type.Object({
  media_product_type: Type.Optional(Type.String()),
  like_count: Type.Optional(Type.Number()),
  comments_count: Type.Optional(Type.Number()),
})

/** What stands with a post itself. */
export type MeasuredMedia = Static<typeof MediaAnswer>

const AccountAnswer = Type.Object({ username: Type.String() })

/** Posts as Instagram shows them, in their order; `missing` is one that it does not show: instagram.md 6. */
export async function readMedia(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<(MeasuredMedia | 'missing' | ConnectorFailure)[]> {
  const answers = await askMany(
    call,
    'reading the numbers',
    posts.map(({ remoteId }) => ({
      path: segment(remoteId),
      query: { fields: 'media_product_type,like_count,comments_count' },
    })),
  )
  return posts.map((post, at) => mediaOf(call, post, answers[at] ?? null))
}

/**
 * Whether the login still sees its account. A token that may see nothing says the same of every post: only with one that
 * sees its account, a post has vanished.
 *
 * @throws ConnectorFailure where Instagram does not tell
 */
export async function isAccountVisible(call: ConnectorCall<Settings>): Promise<boolean> {
  const response = await ask(call, {
    method: 'GET',
    path: segment(call.account.platformUserId),
    query: { fields: 'username' },
  })
  if (isSuccess(response)) {
    if (read(AccountAnswer, response.json)) return true
    throw withoutMeaning(response, 'the account')
  }
  if (isMissing(readProblem(response))) return false
  throw callFailure(response, 'reading the account', call.now)
}

function mediaOf(
  call: ConnectorCall<Settings>,
  { publishedAt }: MetricsQuery,
  response: ConnectorResponse | null,
): MeasuredMedia | 'missing' | ConnectorFailure {
  if (response && isSuccess(response)) {
    return read(MediaAnswer, response.json) ?? withoutMeaning(response, 'a post')
  }
  if (!response || !isMissing(readProblem(response))) {
    return callFailure(response, 'reading the numbers', call.now)
  }
  const ageSeconds = (call.now.getTime() - publishedAt.getTime()) / 1000
  return ageSeconds < freshSeconds ? notShown() : 'missing'
}

function notShown(): ConnectorFailure {
  return failures.transient({
    message: 'Instagram does not show this fresh post yet.',
    remedy: 'Nothing: it is asked again.',
    networkCode: '100/33',
  })
}
