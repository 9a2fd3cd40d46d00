import type { Checkpoint, CommitResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { postsUrl, postUrl } from './api.ts'
import { readyMediaIds } from './checkpoint.ts'
import { commitFailure } from './errors.ts'
import { options as optionsSchema, type Options } from './options.ts'
import { replyTarget } from './reply-target.ts'
import { CreatedAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * Creates the post: exactly one `POST /2/tweets`, twitter.md 2.1. X has no idempotency key, so
 * whatever is not a documented refusal leaves it open whether the post is there.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  const response = await call.http.request({
    method: 'POST',
    url: postsUrl,
    auth: { bearer: call.accessToken },
    json: requestBody(part, checkpoint),
  })
  if (!isSuccess(response)) throw commitFailure(response, part)
  const created = read(CreatedAnswer, response.json)
  if (!created) throw commitFailure(response, part)
  const remoteId = created.data.id
  return { state: 'published', remoteId, url: postUrl(call.account.username, remoteId) }
}

// X refuses unknown and empty fields, so only what was asked for is sent.
function requestBody(part: PublishPart, checkpoint: Checkpoint): Record<string, unknown> {
  const mediaIds = readyMediaIds(part, checkpoint)
  if (!mediaIds) {
    throw failures.contentRejected({
      message: 'The media of this post were not uploaded, so nothing was sent to X.',
      remedy: 'Publish again.',
      field: fieldOf(part, 'media'),
    })
  }
  const { poll, quotePostId, replySettings, madeWithAi, paidPartnership } = optionsOf(part)
  const target = replyTarget(part)
  return {
    ...(part.text.trim() !== '' && { text: part.text }),
    ...(mediaIds.length > 0 && { media: { media_ids: mediaIds } }),
    ...(poll && { poll: { options: poll.options, duration_minutes: poll.durationMinutes } }),
    ...(target !== null && { reply: { in_reply_to_tweet_id: target } }),
    ...(quotePostId && { quote_tweet_id: quotePostId }),
    ...(replySettings && { reply_settings: replySettings }),
    ...(madeWithAi && { made_with_ai: true }),
    ...(paidPartnership && { paid_partnership: true }),
  }
}

function optionsOf(part: PublishPart): Options {
  const options = read(optionsSchema, part.options)
  if (options) return options
  throw failures.contentRejected({
    message: 'The options of this post are not those of X, so nothing was sent.',
    remedy: 'Correct the options and publish again.',
    field: fieldOf(part, 'options'),
  })
}
