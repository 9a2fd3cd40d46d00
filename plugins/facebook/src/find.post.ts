import { readList, type GraphList } from '@t21/meta-graph'
import {
  isConnectorFailure,
  read,
  type FindCall,
  type FindResult,
  type PublishPart,
} from '@t21/plugin-kit'
import { pageEdge, permalink } from './api.ts'
import { facebookFailures } from './errors.ts'
import { compare } from './find.match.ts'
import { PagePost } from './schemas.ts'
import type { Settings } from './settings.ts'
import { isSince, unixSecondsBefore } from './time.ts'

const maxPages = 3
const pageSize = 50
const plain =
  'id,message,created_time,permalink_url,attachments{media_type,target{id}},is_published'
// The photos of an album hang one level deeper.
const wanted = plain.replace('target{id}}', 'target{id},subattachments{target{id}}}')

/**
 * Looks for a text, link or photos among the Page's posts since the intent: facebook.md 5. Photos that are not attached to
 * any of them are not published. Texts have no id of ours, and Facebook's list lags by an unknown time, so for them
 * an absence is never told.
 *
 * @param mediaIds as staged for the part; empty for a text
 */
export async function findPost(
  call: FindCall<Settings>,
  part: PublishPart,
  mediaIds: readonly string[],
): Promise<FindResult> {
  const list = await readPosts(call)
  const candidates = list.entries.flatMap((entry) => {
    const post = read(PagePost, entry)
    const isCandidate = post !== null && !call.claimedRemoteIds.includes(post.id)
    return isCandidate && isSince(post.created_time, call.intentAt) ? [post] : []
  })
  // The list begins with the newest; of two equal posts the older one is nearer to the intent.
  const same = candidates.findLast((post) => compare(part, mediaIds, post) === 'same')
  if (same) {
    return { state: 'found', remoteId: same.id, url: permalink(same.permalink_url, same.id) }
  }
  const perhaps = candidates.find((post) => compare(part, mediaIds, post) === 'perhaps')
  if (perhaps) {
    const url = permalink(perhaps.permalink_url, perhaps.id)
    return cannotTell(`${url} may be it, but Facebook does not show enough of it to be sure.`)
  }
  if (!list.complete) {
    return cannotTell(`More than ${maxPages * pageSize} posts have followed since.`)
  }
  if (mediaIds.length > 0) return { state: 'absent' }
  return cannotTell('The post is not among those of the Page, which for a text is no proof.')
}

// A field that Facebook does not have in this version must not keep T21 from looking.
async function readPosts(call: FindCall<Settings>): Promise<GraphList> {
  try {
    return await readPage(call, wanted)
  } catch (error) {
    if (!isConnectorFailure(error) || error.details.networkCode !== '100') throw error
    return await readPage(call, plain)
  }
}

function readPage(call: FindCall<Settings>, fields: string): Promise<GraphList> {
  return readList(
    call,
    {
      method: 'GET',
      path: pageEdge(call.account.platformUserId, 'published_posts'),
      token: call.accessToken,
      query: { fields, since: unixSecondsBefore(call.intentAt), limit: pageSize },
    },
    (response) => facebookFailures.call(response, 'reading the posts', call.now),
    maxPages,
  )
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
