import type { PublishPart } from '@t21/plugin-kit'
import { formOf, type Form } from './form.ts'
import type { Options } from './options.ts'

/** The parameters of a container, without its files: instagram.md 2.1. Only what was asked for is sent. */
export type Params = Readonly<Record<string, string>>

const trials = { manual: 'MANUAL', performance: 'SS_PERFORMANCE' } as const

/** Of what is published: the only container, or the parent of a carousel. */
export function mainParams(part: PublishPart, options: Options): Params {
  const form = formOf(part)
  return {
    ...mediaType(form),
    ...(form !== 'story' && sharedParams(part, options)),
    ...(form === 'image' && altText(part.media[0]?.altText)),
    ...(form === 'reel' && reelParams(part, options)),
    ...(form !== 'carousel' && userTags(options, 0)),
    ...(options.aiGenerated && { is_ai_generated: 'true' }),
    ...(options.paidPartnership && { is_paid_partnership: 'true' }),
    ...(options.sponsorIds?.length && {
      branded_content_sponsor_ids: JSON.stringify(options.sponsorIds),
    }),
  }
}

/** Of one file of a carousel; caption, place and collaborators belong to its parent. */
export function childParams(part: PublishPart, options: Options, index: number): Params {
  const isVideo = part.media[index]?.kind === 'video'
  return {
    is_carousel_item: 'true',
    ...(isVideo ? { media_type: 'VIDEO' } : altText(part.media[index]?.altText)),
    ...userTags(options, index),
  }
}

function mediaType(form: Form): Params {
  const names = { image: undefined, carousel: 'CAROUSEL', reel: 'REELS', story: 'STORIES' }
  const name = names[form]
  return name === undefined ? {} : { media_type: name }
}

function sharedParams(part: PublishPart, options: Options): Params {
  const { collaborators, locationId, shareToFeed } = options
  return {
    ...(part.text !== '' && { caption: part.text }),
    ...(collaborators?.length && { collaborators: JSON.stringify(collaborators) }),
    ...(locationId !== undefined && { location_id: locationId }),
    // Of reels and, by the sheet, of the parent of a carousel; `validate` refuses it elsewhere.
    ...(shareToFeed !== undefined && { share_to_feed: String(shareToFeed) }),
  }
}

function reelParams(part: PublishPart, options: Options): Params {
  const { coverOffsetMs, audioName, trialReel } = options
  const hasCover = part.media.some((file) => file.kind === 'image')
  return {
    // A cover wins at Instagram too, so the moment would say nothing.
    ...(coverOffsetMs !== undefined && !hasCover && { thumb_offset: String(coverOffsetMs) }),
    ...(audioName !== undefined && { audio_name: audioName }),
    ...(trialReel !== undefined && {
      trial_params: JSON.stringify({ graduation_strategy: trials[trialReel] }),
    }),
  }
}

function altText(text: string | undefined): Params {
  return text ? { alt_text: text } : {}
}

function userTags(options: Options, index: number): Params {
  const tags = (options.userTags ?? [])
    .filter((tag) => (tag.media ?? 0) === index)
    .map(({ username, x, y }) => ({
      username,
      ...(x !== undefined && { x }),
      ...(y !== undefined && { y }),
    }))
  return tags.length > 0 ? { user_tags: JSON.stringify(tags) } : {}
}
