import { readList } from '@t21/meta-graph'
import type { FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { commentsPath, permalink } from './api.ts'
import { facebookFailures } from './errors.ts'
import { comparableText } from './find.match.ts'
import { PostComment } from './schemas.ts'
import type { Settings } from './settings.ts'
import { isSince } from './time.ts'

const maxPages = 3

/** Looks for the Page's own comment with the same words: facebook.md 5. */
export async function findComment(
  call: FindCall<Settings>,
  part: PublishPart,
): Promise<FindResult> {
  if (!part.previous) return { state: 'cannot_tell', reason: 'The comment belongs to no post.' }
  const list = await readList(
    call,
    {
      method: 'GET',
      path: commentsPath(part.previous.rootId),
      token: call.accessToken,
      query: {
        filter: 'stream',
        fields: 'id,from,message,created_time,permalink_url',
        limit: 100,
      },
    },
    (response) => facebookFailures.call(response, 'reading the comments', call.now),
    maxPages,
  )
  for (const entry of list.entries) {
    const comment = read(PostComment, entry)
    if (!comment || call.claimedRemoteIds.includes(comment.id)) continue
    if (comparableText(comment.message) !== comparableText(part.text)) continue
    if (!isSince(comment.created_time, call.intentAt)) continue
    // `from` is left out where T21 may not read it.
    const author = comment.from?.id
    if (author !== undefined && String(author) !== call.account.platformUserId) continue
    return {
      state: 'found',
      remoteId: comment.id,
      url: permalink(comment.permalink_url, comment.id),
    }
  }
  if (list.complete) return { state: 'absent' }
  return { state: 'cannot_tell', reason: 'The post has more comments than T21 reads.' }
}
