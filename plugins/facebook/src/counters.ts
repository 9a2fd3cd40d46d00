import { readProblem } from '@t21/meta-graph'
import type {
  ConnectorCall,
  ConnectorFailure,
  ConnectorResponse,
  MetricsQuery,
} from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { objectPath } from './api.ts'
import { numbersFailure, readNumbers } from './insights.ts'
import { CountersAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const fields = 'shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)'

/** Facebook at times does not show a post that has just been published, so a young one has not vanished. */
const youngSeconds = 3600

/** What stands under a post. */
export interface Counters {
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
}

/**
 * The counters of posts, in their order: facebook.md 6. `gone` is a post that Facebook does not know, `null` one that has
 * none.
 */
export async function readCounters(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<(Counters | 'gone' | null | ConnectorFailure)[]> {
  const reads = posts.map(({ remoteId }) => ({ path: objectPath(remoteId), query: { fields } }))
  const answers = await readNumbers(call, reads)
  return posts.map((post, at) => countersOf(call, post, answers[at] ?? null))
}

function countersOf(
  call: ConnectorCall<Settings>,
  { publishedAt }: MetricsQuery,
  response: ConnectorResponse | null,
): Counters | 'gone' | null | ConnectorFailure {
  const answer = response && isSuccess(response) ? read(CountersAnswer, response.json) : null
  if (answer) {
    return {
      likes: answer.reactions?.summary?.total_count ?? null,
      comments: answer.comments?.summary?.total_count ?? null,
      // Left out where there are none.
      shares: answer.shares === undefined ? 0 : (answer.shares.count ?? null),
    }
  }
  const problem = response && readProblem(response)
  if (problem?.code === 100 && problem.subcode === 33) {
    const age = (call.now.getTime() - publishedAt.getTime()) / 1000
    return age < youngSeconds ? null : 'gone'
  }
  // A video whose post has no id yet has no such fields.
  if (problem?.code === 100) return null
  if (!response || !isSuccess(response)) return numbersFailure(call, response)
  return failures.transient({
    message: 'Facebook answered without numbers.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
