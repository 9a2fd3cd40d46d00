import { invalidParameter, type Parameters } from '@t21/meta-graph/sandbox'
import { standaloneVideo, unknownMediaType } from '../api/errors.ts'
import type { ContainerKind } from './container.ts'

/** Every parameter of `POST /{ig}/media`, with the kinds that take it (instagram.md 2.1). */
const takenBy: Readonly<Record<string, readonly (ContainerKind | 'ITEM_IMAGE')[]>> = {
  image_url: ['IMAGE', 'ITEM_IMAGE', 'STORY_IMAGE'],
  video_url: ['REELS', 'STORY_VIDEO', 'VIDEO'],
  upload_type: ['REELS', 'STORY_VIDEO', 'VIDEO'],
  caption: ['IMAGE', 'REELS', 'CAROUSEL'],
  alt_text: ['IMAGE', 'ITEM_IMAGE'],
  location_id: ['IMAGE', 'REELS', 'CAROUSEL'],
  user_tags: ['IMAGE', 'ITEM_IMAGE', 'REELS', 'STORY_IMAGE', 'STORY_VIDEO', 'VIDEO'],
  collaborators: ['IMAGE', 'REELS', 'CAROUSEL'],
  product_tags: ['IMAGE', 'ITEM_IMAGE', 'REELS'],
  share_to_feed: ['REELS', 'CAROUSEL'],
  cover_url: ['REELS'],
  thumb_offset: ['REELS'],
  audio_name: ['REELS'],
  audio_configuration: ['REELS'],
  trial_params: ['REELS'],
  children: ['CAROUSEL'],
  is_ai_generated: ['IMAGE', 'REELS', 'STORY_IMAGE', 'STORY_VIDEO', 'CAROUSEL'],
  is_paid_partnership: ['IMAGE', 'REELS', 'STORY_IMAGE', 'STORY_VIDEO', 'CAROUSEL'],
  branded_content_sponsor_ids: ['IMAGE', 'REELS', 'STORY_IMAGE', 'STORY_VIDEO', 'CAROUSEL'],
  media_type: ['IMAGE', 'ITEM_IMAGE', 'REELS', 'STORY_IMAGE', 'STORY_VIDEO', 'VIDEO', 'CAROUSEL'],
  is_carousel_item: [
    'IMAGE',
    'ITEM_IMAGE',
    'REELS',
    'STORY_IMAGE',
    'STORY_VIDEO',
    'VIDEO',
    'CAROUSEL',
  ],
}

/** Parameters that only Facebook Login has (instagram.md 0). */
const facebookOnly = [
  'upload_type',
  'product_tags',
  'is_paid_partnership',
  'branded_content_sponsor_ids',
  'audio_configuration',
]

/** What any call of the Graph API may carry; Meta's own libraries send the node's `id` along. */
const everywhere = ['access_token', 'appsecret_proof', 'fields', 'format', 'id', 'locale']

/**
 * What a container is to be, and that it carries nothing that this kind has not.
 *
 * @throws GraphRefusal 100, 100/2207023 or 100/2207089
 */
export function readKind(
  params: Parameters,
  login: 'instagram' | 'facebook',
): { readonly kind: ContainerKind; readonly isCarouselItem: boolean } {
  const isCarouselItem = params.flag('is_carousel_item') ?? false
  const kind = kindOf(params, isCarouselItem)
  if (isCarouselItem && kind !== 'IMAGE' && kind !== 'VIDEO') {
    throw invalidParameter('Param is_carousel_item goes with an image or with media_type VIDEO')
  }
  const taker = kind === 'IMAGE' && isCarouselItem ? 'ITEM_IMAGE' : kind
  for (const name of params.names) {
    const base = name.replace(/\[.*$/, '')
    if (everywhere.includes(base)) continue
    const takers = takenBy[base]
    if (takers === undefined) throw invalidParameter(`Param ${base} is not known here`)
    if (params.get(name) === undefined) continue
    if (!takers.includes(taker)) throw invalidParameter(`Param ${base} is not allowed for ${taker}`)
    if (login === 'instagram' && facebookOnly.includes(base)) {
      throw invalidParameter(`Param ${base} needs Facebook Login`)
    }
  }
  return { kind, isCarouselItem }
}

function kindOf(params: Parameters, isCarouselItem: boolean): ContainerKind {
  const type = params.get('media_type')
  switch (type) {
    case undefined:
    case 'IMAGE':
      return 'IMAGE'
    case 'REELS':
      return 'REELS'
    case 'CAROUSEL':
      return 'CAROUSEL'
    case 'STORIES':
      return params.get('image_url') === undefined ? 'STORY_VIDEO' : 'STORY_IMAGE'
    case 'VIDEO':
      if (isCarouselItem) return 'VIDEO'
      throw standaloneVideo()
    default:
      throw unknownMediaType(type)
  }
}
