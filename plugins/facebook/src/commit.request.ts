import type { GraphRequest } from '@t21/meta-graph'
import type { ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { commentsPath, pageEdge } from './api.ts'
import type { MediaProgress } from './checkpoint.ts'
import type { Form } from './form.ts'
import { options as optionsSchema, type Options } from './options.ts'
import type { Settings } from './settings.ts'
import { shortVideoEdge } from './upload.reel.ts'

/** The irreversible request of each form: facebook.md 2. Only what was asked for is sent. */
export function commitRequest(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  form: Form,
  media: readonly MediaProgress[],
): GraphRequest {
  const page = call.account.platformUserId
  const options = read(optionsSchema, part.options) ?? {}
  const [first] = media
  const post = (path: string, body: Readonly<Record<string, string>>): GraphRequest => ({
    method: 'POST',
    path,
    token: call.accessToken,
    form: body,
  })
  switch (form) {
    case 'text':
    case 'photos':
      return post(pageEdge(page, 'feed'), {
        ...(part.text !== '' && { message: part.text }),
        ...(options.link !== undefined && { link: options.link }),
        ...attachments(media),
        ...(options.placeId !== undefined && { place: options.placeId }),
        ...audience(options),
        ...(options.textFormatPresetId !== undefined && {
          text_format_preset_id: options.textFormatPresetId,
        }),
        fields: 'id,permalink_url',
      })
    case 'video':
      return post(pageEdge(page, 'videos'), {
        upload_phase: 'finish',
        upload_session_id: first?.session ?? '',
        ...describing(part, options),
        ...audience({ targeting: options.targeting }),
      })
    case 'reel':
      return post(shortVideoEdge(page, 'reel'), {
        upload_phase: 'finish',
        video_id: first?.remoteId ?? '',
        video_state: 'PUBLISHED',
        ...describing(part, options),
      })
    case 'photo_story':
      return post(pageEdge(page, 'photo_stories'), { photo_id: first?.remoteId ?? '' })
    case 'video_story':
      return post(shortVideoEdge(page, 'video_story'), {
        upload_phase: 'finish',
        video_id: first?.remoteId ?? '',
      })
    case 'comment':
      return post(commentsPath(commentedPost(part)), { message: part.text })
  }
}

// The indexed form of the documents: a list in JSON is for JSON bodies.
function attachments(media: readonly MediaProgress[]): Record<string, string> {
  return Object.fromEntries(
    media.map(({ remoteId }, index) => [
      `attached_media[${index}]`,
      JSON.stringify({ media_fbid: remoteId }),
    ]),
  )
}

function audience(options: {
  readonly targeting?: Options['targeting'] | undefined
  readonly feedTargeting?: Options['feedTargeting'] | undefined
}): Record<string, string> {
  const { targeting, feedTargeting } = options
  const json = ({ countries }: { readonly countries: readonly string[] }) =>
    JSON.stringify({ geo_locations: { countries } })
  return {
    ...(targeting && { targeting: json(targeting) }),
    ...(feedTargeting && { feed_targeting: json(feedTargeting) }),
  }
}

function describing(part: PublishPart, { title }: Options): Record<string, string> {
  return {
    ...(title !== undefined && { title }),
    ...(part.text !== '' && { description: part.text }),
  }
}

function commentedPost({ previous }: PublishPart): string {
  if (previous) return previous.rootId
  throw failures.contentRejected({
    message: 'There is no post below which the comment could go, so nothing was sent.',
    remedy: 'Publish the post first.',
    field: 'firstComment',
  })
}
