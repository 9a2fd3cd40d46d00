import type { Checkpoint, CommitResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { statusesUrl } from './api.ts'
import { preparedPart, type PartCheckpoint } from './checkpoint.ts'
import { commitFailure } from './errors.ts'
import { options as optionsSchema, type Options } from './options.ts'
import { StatusAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * Creates the post: exactly one `POST /api/v1/statuses`, with the key that was made in `prepare`. For an hour the
 * instance answers a second request with this key with the post that the first one made.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  const prepared = preparedPart(part, checkpoint)
  if (!prepared) {
    throw failures.preparationLost({
      message: 'The post was not prepared, so nothing was sent.',
      remedy: 'Nothing: it is prepared again.',
    })
  }
  const response = await call.http.request({
    method: 'POST',
    url: statusesUrl(call.settings),
    // The language of the answer's sentences, not of the post.
    query: { lang: 'en' },
    headers: { 'idempotency-key': prepared.key },
    auth: { bearer: call.accessToken },
    json: requestBody(part, prepared),
  })
  if (!isSuccess(response)) throw commitFailure(response, part)
  const created = read(StatusAnswer, response.json)
  if (!created) throw commitFailure(response, part)
  return { state: 'published', remoteId: created.id, url: created.url ?? undefined }
}

function requestBody(part: PublishPart, prepared: PartCheckpoint): Record<string, unknown> {
  const { poll, sensitive, ...others } = optionsOf(part)
  const { inherited } = prepared
  const visibility = others.visibility ?? inherited?.visibility
  const contentWarning = others.contentWarning ?? inherited?.contentWarning
  const language = others.language ?? inherited?.language
  return {
    status: part.text,
    ...(part.previous && { in_reply_to_id: part.previous.parentId }),
    ...(prepared.media.length > 0 && { media_ids: prepared.media.map(({ mediaId }) => mediaId) }),
    ...(poll && {
      poll: {
        options: poll.options,
        expires_in: poll.durationMinutes * 60,
        multiple: poll.multiple ?? false,
        hide_totals: poll.hideTotals ?? false,
      },
    }),
    ...(visibility && { visibility }),
    ...(contentWarning && { spoiler_text: contentWarning }),
    ...(sensitive !== undefined && { sensitive }),
    ...(language && { language }),
  }
}

function optionsOf(part: PublishPart): Options {
  const options = read(optionsSchema, part.options)
  if (options) return options
  throw failures.contentRejected({
    message: 'The options of this post are not those of Mastodon, so nothing was sent.',
    remedy: 'Correct the options and publish again.',
    field: fieldOf(part, 'options'),
  })
}
