import type { Checkpoint, ConnectorCall, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { accountStatusesUrl, sourceUrl } from './api.ts'
import { preparedPart } from './checkpoint.ts'
import { callFailure, emptyAnswer } from './errors.ts'
import { compare, sameText } from './find.match.ts'
import { SourceAnswer, StatusList, type StatusAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const pageSize = 40
const maxPages = 3
const maxSources = 5
const clockToleranceMs = 60_000

/**
 * Looks for a part among the account's own posts since the intent. Media belong to one post alone, so their ids prove
 * it; a text is compared with the source of the post, since the post itself is HTML.
 */
export async function find(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  const since = call.intentAt.getTime() - clockToleranceMs
  const mediaIds = preparedPart(part, checkpoint)?.media.map(({ mediaId }) => mediaId) ?? []
  const alike: StatusAnswer[] = []
  let maxId: string | undefined
  for (let page = 0; ; page += 1) {
    if (page === maxPages) return cannotTell(`More than ${maxPages * pageSize} posts came since.`)
    const posts = await readPage(call, maxId)
    for (const post of posts) {
      if (call.claimedRemoteIds.includes(post.id) || Date.parse(post.created_at) < since) continue
      const match = compare(part, mediaIds, post)
      if (match === 'same') return found(post)
      if (match === 'text decides') alike.push(post)
    }
    const last = posts.at(-1)
    if (last === undefined || Date.parse(last.created_at) < since) break
    maxId = last.id
  }
  return decideByText(call, part, alike)
}

async function decideByText(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  alike: readonly StatusAnswer[],
): Promise<FindResult> {
  // The list begins with the newest; of two equal posts the older one is nearer to the intent.
  for (const [index, post] of alike.toReversed().entries()) {
    if (index === maxSources) return cannotTell(`More than ${maxSources} posts look like it.`)
    if (sameText(part, await readSource(call, post.id))) return found(post)
  }
  return { state: 'absent' }
}

async function readPage(
  call: FindCall<Settings>,
  maxId: string | undefined,
): Promise<readonly StatusAnswer[]> {
  const response = await call.http.request({
    method: 'GET',
    url: accountStatusesUrl(call.settings, call.account.platformUserId),
    query: { limit: pageSize, exclude_reblogs: true, max_id: maxId },
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) throw callFailure(response, "reading the account's posts")
  const posts = read(StatusList, response.json)
  if (!posts) throw emptyAnswer(response, "reading the account's posts")
  return posts
}

async function readSource(call: ConnectorCall<Settings>, id: string): Promise<string | null> {
  const response = await call.http.request({
    method: 'GET',
    url: sourceUrl(call.settings, id),
    auth: { bearer: call.accessToken },
  })
  // Removed in the meantime.
  if (response.status === 404) return null
  if (!isSuccess(response)) throw callFailure(response, 'reading the text of a post')
  const source = read(SourceAnswer, response.json)
  if (!source) throw emptyAnswer(response, 'reading the text of a post')
  return source.text
}

function found(post: StatusAnswer): FindResult {
  return { state: 'found', remoteId: post.id, url: post.url ?? undefined }
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
