import { graphRequest, readProblem } from '@t21/meta-graph'
import type {
  Checkpoint,
  CommitResult,
  ConnectorCall,
  ConnectorResponse,
  PublishPart,
} from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { permalink } from './api.ts'
import { readyMedia, toCheckpoint, type MediaProgress } from './checkpoint.ts'
import { commitRequest } from './commit.request.ts'
import { facebookFailures } from './errors.ts'
import { formOf, type Form } from './form.ts'
import { pollSeconds } from './limits.ts'
import { options as optionsSchema } from './options.ts'
import { CreatedAnswer, FinishAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * Makes the part visible by exactly one request: facebook.md 2. No edge has an idempotency key, so whatever is not a
 * documented refusal leaves it open whether the post is there.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  const form = formOf(part)
  const media = preparedMedia(part, form, checkpoint)
  const response = await graphRequest(call, commitRequest(call, part, form, media))
  if (!isSuccess(response)) throw refusal(call, response, part, form)
  return form === 'text' || form === 'photos' || form === 'comment'
    ? created(call, response, part)
    : finished(call, response, part, { form, media })
}

function created(
  call: ConnectorCall<Settings>,
  response: ConnectorResponse,
  part: PublishPart,
): CommitResult {
  const answer = read(CreatedAnswer, response.json)
  if (!answer) throw facebookFailures.commit(response, part, call.now)
  const remoteId = String(answer.id)
  return { state: 'published', remoteId, url: permalink(answer.permalink_url, remoteId) }
}

// Videos go on being processed, and a story tells its id; where it does not, it is looked for.
function finished(
  call: ConnectorCall<Settings>,
  response: ConnectorResponse,
  part: PublishPart,
  { form, media }: { readonly form: Form; readonly media: readonly MediaProgress[] },
): CommitResult {
  const answer = read(FinishAnswer, response.json)
  if (!answer) throw facebookFailures.commit(response, part, call.now)
  const postId = answer.post_id === undefined ? undefined : String(answer.post_id)
  if (postId !== undefined && (form === 'photo_story' || form === 'video_story')) {
    return { state: 'published', remoteId: postId }
  }
  return {
    state: 'accepted',
    checkpoint: { ...toCheckpoint(form, media), ...(postId !== undefined && { postId }), looks: 0 },
    retryAfterSeconds: pollSeconds,
  }
}

function preparedMedia(part: PublishPart, form: Form, checkpoint: Checkpoint) {
  if (!read(optionsSchema, part.options)) {
    throw failures.contentRejected({
      message: 'The options of this post are not those of Facebook, so nothing was sent.',
      remedy: 'Correct the options and publish again.',
      field: fieldOf(part, 'options'),
    })
  }
  const media = readyMedia(part, form, checkpoint)
  if (media) return media
  throw failures.preparationLost({
    message: 'The media of this post were not uploaded, so nothing was sent to Facebook.',
    remedy: 'Nothing: they are uploaded again.',
  })
}

// 100/33: what the request names is not there. That is what was staged, or the post below which a comment goes.
function refusal(
  call: ConnectorCall<Settings>,
  response: ConnectorResponse,
  part: PublishPart,
  form: Form,
): Error {
  const { code, subcode, networkMessage, networkCode } = readProblem(response)
  const gone = response.status < 500 && code === 100 && subcode === 33
  if (!gone || form === 'text') return facebookFailures.commit(response, part, call.now)
  if (form === 'comment') {
    return failures.contentRejected({
      message: 'Facebook does not show the post below which the comment should go.',
      remedy: 'See whether the post is still there, and comment on it by hand.',
      field: fieldOf(part, 'text'),
      networkMessage,
      networkCode,
    })
  }
  return failures.preparationLost({
    message: 'Facebook no longer has what was uploaded for this post.',
    remedy: 'Nothing: it is uploaded again.',
    networkMessage,
    networkCode,
  })
}
