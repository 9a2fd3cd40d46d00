import type { FindCall, FindResult, PublishPart, Checkpoint } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { encodeUrn, postsUrl, postUrl, withQuery } from './api.ts'
import { callFailure } from './errors.ts'
import { readFacts } from './facts.ts'
import { findComment } from './find.comment.ts'
import { isSamePost } from './find.match.ts'
import { rest } from './rest.ts'
import { Elements, ReadPost } from './schemas.ts'
import type { Settings } from './settings.ts'

const pageSize = 50
const maxPages = 3
const clockToleranceMs = 60_000

/**
 * Looks for a part among the account's newest posts since the intent: linkedin.md 5. Most members' posts can be read by
 * no app, so for them nobody can tell.
 *
 * Sending the post again and reading the first one's URN from the refusal (422) is what others do. It is not used
 * here: it is no reading, and becomes a second post as soon as LinkedIn has forgotten the first.
 */
export async function find(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  if (!readFacts(call.account.facts).canReadBack) {
    return cannotTell('LinkedIn lets T21 publish for this account, but not read its posts.')
  }
  const since = new Date(call.intentAt.getTime() - clockToleranceMs)
  if (part.previous) return findComment(call, part, part.previous.rootId, since)
  return findPost(call, part, checkpoint, since)
}

async function findPost(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
  since: Date,
): Promise<FindResult> {
  let start = 0
  for (let page = 0; page < maxPages; page += 1) {
    const { elements, paging } = await readPage(call, start)
    const posts = elements.map((element) => read(ReadPost, element))
    const candidates = posts.filter(
      (post) => post !== null && !call.claimedRemoteIds.includes(post.id) && !isOlder(post, since),
    )
    // The newest come first; of two equal posts the older one is nearer to the intent.
    const same = candidates.findLast((post) => post && isSamePost(part, post, checkpoint))
    if (same?.lifecycleState === 'PUBLISH_FAILED') {
      return cannotTell(`LinkedIn took the post as ${same.id} and then failed to publish it.`)
    }
    if (same) return { state: 'found', remoteId: same.id, url: postUrl(same.id) }
    // A post that cannot be understood may be the one.
    if (posts.includes(null)) return cannotTell('LinkedIn shows posts that T21 cannot read.')
    const oldest = posts.at(-1)
    if (oldest && isOlder(oldest, since)) return { state: 'absent' }
    // A page may be shorter than asked for and still not be the last.
    start += elements.length
    if (elements.length === 0 || start === paging?.total) return { state: 'absent' }
  }
  return cannotTell(`More than ${start} posts have followed since.`)
}

async function readPage(call: FindCall<Settings>, start: number): Promise<Elements> {
  const response = await rest(call, {
    method: 'GET',
    url: withQuery(postsUrl, {
      q: 'author',
      author: encodeUrn(call.account.platformUserId),
      start,
      count: pageSize,
      sortBy: 'CREATED',
    }),
    restliMethod: 'FINDER',
  })
  if (!isSuccess(response)) throw callFailure(response, "reading the account's posts", call.now)
  const answer = read(Elements, response.json)
  if (answer) return answer
  throw failures.transient({
    message: 'LinkedIn did not show the posts of the account.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function isOlder(post: ReadPost, since: Date): boolean {
  const at = post.createdAt ?? post.publishedAt
  return at !== undefined && at < since.getTime()
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
