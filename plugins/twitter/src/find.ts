import type { FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { postUrl, timelineUrl } from './api.ts'
import { callFailure } from './errors.ts'
import { compare } from './find.match.ts'
import { textLimit } from './limits.ts'
import { TimelineAnswer, type TimelinePost } from './schemas.ts'
import type { Settings } from './settings.ts'
import { weightedLength } from './text.ts'

const pageSize = 100
const maxPages = 3
const clockToleranceMs = 60_000

/**
 * Looks for a part in the account's own timeline since the intent: twitter.md 5. Reads are billed
 * per post, hence the narrow window. An absence is told only where X showed the whole window.
 */
export async function find(call: FindCall<Settings>, part: PublishPart): Promise<FindResult> {
  const since = new Date(call.intentAt.getTime() - clockToleranceMs)
  let uncertain: TimelinePost | undefined
  let pageToken: string | undefined

  for (let page = 0; page < maxPages; page += 1) {
    const answer = await readPage(call, part, since, pageToken)
    const candidates = (answer.data ?? []).filter((post) => isCandidate(call, since, post))
    // The timeline begins with the newest; of two equal posts the older one is nearer to the intent.
    const same = candidates.findLast((post) => compare(part, post) === 'same')
    if (same) {
      return { state: 'found', remoteId: same.id, url: postUrl(call.account.username, same.id) }
    }
    uncertain ??= candidates.find((post) => compare(part, post) === 'perhaps')
    const incomplete = answer.errors !== undefined && answer.errors.length > 0
    if (incomplete) return cannotTell('X left out a part of the timeline.')
    pageToken = answer.meta.next_token
    if (pageToken === undefined) break
  }

  if (uncertain) {
    const url = postUrl(call.account.username, uncertain.id)
    return cannotTell(`${url} has the same words, but its links cannot be compared.`)
  }
  if (pageToken !== undefined) {
    return cannotTell(`More than ${maxPages * pageSize} posts have followed since.`)
  }
  return { state: 'absent' }
}

async function readPage(
  call: FindCall<Settings>,
  part: PublishPart,
  since: Date,
  pageToken: string | undefined,
) {
  const response = await call.http.request({
    method: 'GET',
    url: timelineUrl(call.account.platformUserId),
    query: {
      max_results: pageSize,
      start_time: since.toISOString(),
      exclude: 'retweets',
      'tweet.fields': fieldsFor(part),
      pagination_token: pageToken,
    },
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the timeline')
  const answer = read(TimelineAnswer, response.json)
  // An answer without `meta` is a refusal in disguise, not an empty timeline.
  if (answer && (answer.data || answer.meta.result_count === 0)) return answer
  throw failures.transient({
    message: 'X did not show the timeline of the account.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function fieldsFor(part: PublishPart): string {
  const fields = 'created_at,text,entities,referenced_tweets,attachments'
  return weightedLength(part.text) > textLimit.standard ? `${fields},note_tweet` : fields
}

function isCandidate(call: FindCall<Settings>, since: Date, post: TimelinePost): boolean {
  if (call.claimedRemoteIds.includes(post.id)) return false
  return post.created_at === undefined || Date.parse(post.created_at) >= since.getTime()
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
