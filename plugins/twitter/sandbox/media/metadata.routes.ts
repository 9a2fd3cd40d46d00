import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { readBody } from '../api/body.ts'
import { userEndpoint } from '../api/endpoint.ts'
import { invalidRequest } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { codePoints } from '../posts/code-points.ts'
import { familyOf } from './categories.ts'
import { metadataValidator, subtitlesValidator } from './media-schemas.ts'
import { keepMedia, requireUsableMedia } from './media-store.ts'

const scopes = ['media.write']

/** Alt text and subtitles (twitter.md 2.2). What is set after the post was made does not reach it. */
export const metadataRoutes: readonly EmulatorRoute[] = [
  userEndpoint({
    method: 'POST',
    path: '/2/media/metadata',
    operation: 'media_metadata',
    scopes,
    handle({ request, context, account }) {
      const { id, metadata } = readBody(request, metadataValidator)
      const { text } = metadata.alt_text
      if (codePoints(text) > mediaLimits.altTextLength) {
        throw invalidRequest(
          `$.metadata.alt_text.text: must not have more than ${mediaLimits.altTextLength} characters`,
          { 'metadata.alt_text.text': [`${text.slice(0, 50)}…`] },
        )
      }
      const media = requireUsableMedia(context, account.id, id, 'id')
      if (!['image', 'gif'].includes(familyOf(media.category))) {
        throw invalidRequest('$.metadata.alt_text: only images and GIFs have alt text', {
          id: [id],
        })
      }
      keepMedia(context, { ...media, altText: text })
      const data = { id, associated_metadata: { alt_text: { text } } }
      return { status: 200, json: { data } }
    },
  }),
  userEndpoint({
    method: 'POST',
    path: '/2/media/subtitles',
    operation: 'media_subtitles',
    scopes,
    handle({ request, context, account }) {
      const body = readBody(request, subtitlesValidator)
      const video = requireUsableMedia(context, account.id, body.id, 'id')
      const file = requireUsableMedia(context, account.id, body.subtitles.id, 'subtitles.id')
      if (familyOf(video.category) !== 'video' || familyOf(file.category) !== 'subtitles') {
        throw invalidRequest('Subtitles belong to a video, and are uploaded as "subtitles".', {
          id: [body.id],
          'subtitles.id': [body.subtitles.id],
        })
      }
      const { id, language_code: languageCode, display_name: displayName } = body.subtitles
      const others = video.subtitles.filter((one) => one.languageCode !== languageCode)
      keepMedia(context, { ...video, subtitles: [...others, { id, languageCode, displayName }] })
      const data = {
        id: body.id,
        media_category: body.media_category,
        associated_subtitles: [body.subtitles],
      }
      return { status: 200, json: { data } }
    },
  }),
]
