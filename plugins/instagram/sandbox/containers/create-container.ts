import { findPlace, invalidParameter, openUpload, type Parameters } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import type { Call } from '../api/endpoint.ts'
import {
  invalidPlatformValue,
  noTrialReels,
  refuseMagicWords,
  thumbnailOffset,
  tooManyContainers,
} from '../api/errors.ts'
import { requireLuck } from '../api/bad-luck.ts'
import { newId } from '../api/ids.ts'
import { containerLimits, textLimits } from '../api/limits.ts'
import { countOf, countOneMore } from '../api/rolling-count.ts'
import { fetchImage } from '../media/image.ts'
import { requireCaption } from './caption.ts'
import { readChildren } from './carousel.ts'
import {
  saveContainer,
  type Container,
  type ContainerKind,
  type ContainerSource,
} from './container.ts'
import { readKind } from './kinds.ts'
import { readCollaborators, readUserTags, requireProductTags } from './tags.ts'
import { withFaults } from './state.ts'

/**
 * Makes a container of the parameters of `POST /{ig}/media` (instagram.md 2.1). A picture is fetched
 * here and now, a video later.
 *
 * @throws GraphRefusal with Instagram's own codes (instagram.md 4)
 */
export async function createContainer(call: Call, account: Account): Promise<Container> {
  const { context, params } = call
  const { kind, isCarouselItem } = readKind(params, call.caller.login)
  const caption = params.get('caption') ?? ''
  requireCaption(caption)
  refuseMagicWords(caption)
  requireProductTags(params, kind)
  const described = {
    altText: readAltText(params),
    userTags: readUserTags(params, kind),
    collaborators: readCollaborators(params),
    locationId: readLocation(params),
    trial: readTrial(params, account),
    // A cover wins over an offset (instagram.md 2.1).
    thumbOffset: params.get('cover_url') === undefined ? readThumbOffset(params) : null,
    shareToFeed: params.flag('share_to_feed') ?? true,
    madeWithAi: params.flag('is_ai_generated') ?? false,
    paidPartnership: params.flag('is_paid_partnership') ?? false,
    audioName: params.get('audio_name') ?? null,
  }
  requireSponsors(params)
  requireRoom(context, account)
  requireLuck(context, account, 'create')

  const children = kind === 'CAROUSEL' ? await readChildren(call, account) : []
  const { source, bytes } = await readSource(call, kind)
  const cover = params.get('cover_url')
  const coverBytes =
    cover === undefined ? undefined : await fetchImage(context, cover, { aspect: false })

  countOneMore(context, 'containers_made', account.id)
  const id = newId(context, 'container')
  if (bytes !== undefined) await context.store.putBytes(id, bytes)
  if (coverBytes !== undefined) await context.store.putBytes(coverIdOf(id), coverBytes)
  if (source.from === 'upload') openUpload(context, id)
  return saveContainer(
    context,
    withFaults(context, {
      ...described,
      id,
      accountId: account.id,
      createdAt: context.now().getTime(),
      kind,
      isCarouselItem,
      source,
      caption,
      children,
      hasCover: coverBytes !== undefined,
      polls: 0,
      slowUntil: 0,
      failure: null,
      published: null,
    }),
  )
}

/** Under which a reel's cover is kept. */
export function coverIdOf(containerId: string): string {
  return `${containerId}-cover`
}

/** A container costs one of 400, and is not given back. @throws GraphRefusal 4 */
function requireRoom(context: EmulatorContext, account: Account): void {
  if (countOf(context, 'containers_made', account.id) >= containerLimits.perDay) {
    throw tooManyContainers()
  }
}

async function readSource(
  { context, params }: Call,
  kind: ContainerKind,
): Promise<{ readonly source: ContainerSource; readonly bytes?: Buffer }> {
  if (kind === 'CAROUSEL') return { source: { from: 'none' } }
  if (kind === 'IMAGE' || kind === 'STORY_IMAGE') {
    const address = params.require('image_url')
    const bytes = await fetchImage(context, address, { aspect: kind === 'IMAGE' })
    return { source: { from: 'image' }, bytes }
  }
  const upload = params.get('upload_type')
  const url = params.get('video_url')
  if (upload === undefined) {
    return { source: { from: 'url', url: params.require('video_url'), fetched: false } }
  }
  if (upload !== 'resumable') throw invalidParameter('Param upload_type must be "resumable"')
  if (url !== undefined) {
    throw invalidParameter('Param video_url does not go with upload_type=resumable')
  }
  return { source: { from: 'upload', since: null } }
}

function readAltText(params: Parameters): string | null {
  const text = params.get('alt_text')
  if (text === undefined) return null
  if (text.length <= textLimits.altText) return text
  throw invalidParameter(`Param alt_text may have ${textLimits.altText} characters`)
}

/** Ids of digits are places; those that begin with 404 are not, and neither are Pages without a point on the map. */
function readLocation(params: Parameters): string | null {
  const id = params.get('location_id')
  if (id === undefined) return null
  const place = findPlace(id)
  const isOnMap = place === undefined || place.location['latitude'] !== undefined
  if (/^\d{5,20}$/.test(id) && !id.startsWith('404') && isOnMap) return id
  throw invalidPlatformValue(
    'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID',
    'There is no place with this location_id.',
  )
}

function readThumbOffset(params: Parameters): number | null {
  const value = params.get('thumb_offset')
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw thumbnailOffset()
}

function readTrial(params: Parameters, account: Account): string | null {
  const value = params.json('trial_params')
  if (value === undefined) return null
  const strategy =
    typeof value === 'object' && value !== null && 'graduation_strategy' in value
      ? value.graduation_strategy
      : undefined
  if (strategy !== 'MANUAL' && strategy !== 'SS_PERFORMANCE') {
    throw invalidParameter(
      'Param trial_params must have a graduation_strategy of MANUAL or SS_PERFORMANCE',
    )
  }
  if (traitsOf(account).noTrial) throw noTrialReels()
  return strategy
}

function requireSponsors(params: Parameters): void {
  const value = params.json('branded_content_sponsor_ids')
  if (value === undefined) return
  if (Array.isArray(value) && value.length <= textLimits.sponsors) return
  throw invalidParameter(
    `Param branded_content_sponsor_ids must be an array of at most ${textLimits.sponsors}`,
  )
}
