import type { FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { commentsUrl, postUrl, withQuery } from './api.ts'
import { commentText, commentUrn } from './comment.ts'
import { callFailure } from './errors.ts'
import { comparable } from './find.match.ts'
import { rest } from './rest.ts'
import { Elements, ReadComment } from './schemas.ts'
import type { Settings } from './settings.ts'

const pageSize = 100
const maxPages = 3

/** Looks for a first comment below its post: linkedin.md 9. LinkedIn names no order, so all comments are read. */
export async function findComment(
  call: FindCall<Settings>,
  part: PublishPart,
  postUrn: string,
  since: Date,
): Promise<FindResult> {
  const text = comparable(commentText(part.text))
  let start = 0
  for (let page = 0; page < maxPages; page += 1) {
    const { elements, paging } = await readPage(call, postUrn, start)
    for (const element of elements) {
      const comment = read(ReadComment, element)
      if (!comment) continue
      const remoteId = commentUrn({ named: comment, number: comment.id, postUrn })
      if (remoteId === null || call.claimedRemoteIds.includes(remoteId)) continue
      if (comment.actor !== call.account.platformUserId) continue
      const time = comment.created?.time
      if (time !== undefined && time < since.getTime()) continue
      if (comparable(comment.message?.text ?? '') !== text) continue
      return { state: 'found', remoteId, url: postUrl(postUrn) }
    }
    start += elements.length
    if (elements.length === 0 || start === paging?.total) return { state: 'absent' }
  }
  return { state: 'cannot_tell', reason: `The post has more than ${start} comments.` }
}

async function readPage(
  call: FindCall<Settings>,
  postUrn: string,
  start: number,
): Promise<Elements> {
  const response = await rest(call, {
    method: 'GET',
    url: withQuery(commentsUrl(postUrn), { start, count: pageSize }),
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the comments', call.now)
  const answer = read(Elements, response.json)
  if (answer) return answer
  throw failures.transient({
    message: 'LinkedIn did not show the comments of the post.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
