import {
  findPlace,
  invalidParameter,
  type Page,
  type Parameters,
  refusal,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { postLimits } from '../api/limits.ts'
import { mayRepeat } from '../api/traits.ts'
import { postsOf } from './post-store.ts'
import type { StoredPost } from './post.ts'
import { checkedLink } from './text-rules.ts'

/** Keys of `targeting` and `feed_targeting`. */
const targetingKeys: readonly string[] = [
  'age_max',
  'age_min',
  'college_years',
  'country',
  'cities',
  'regions',
  'countries',
  'education_statuses',
  'genders',
  'geo_locations',
  'interests',
  'locales',
  'relationship_statuses',
]

/** What places a post and limits who sees it. */
type Audience = Pick<StoredPost, 'placeId' | 'tags' | 'targeting' | 'feedTargeting'>

/**
 * `place`, `tags`, `targeting` and `feed_targeting` (facebook.md 2.1).
 *
 * @throws GraphRefusal 100
 */
export function readAudience(params: Parameters): Audience {
  const placeId = params.get('place') ?? null
  if (placeId !== null && findPlace(placeId) === undefined) {
    throw invalidParameter('Param place must be the id of a page with a location')
  }
  const tags = readTags(params)
  if (tags.length > 0 && placeId === null) {
    throw invalidParameter('You cannot specify tags without also specifying a place')
  }
  const feedTargeting = readTargeting(params, 'feed_targeting')
  return { placeId, tags, targeting: readTargeting(params, 'targeting'), feedTargeting }
}

function readTags(params: Parameters): readonly string[] {
  const tags = params.list('tags') ?? []
  if (tags.every((tag) => /^\d{5,20}$/.test(tag))) return tags
  throw invalidParameter('Param tags must be a list of user ids')
}

function readTargeting(params: Parameters, name: string): Readonly<Record<string, unknown>> | null {
  const given = params.json(name)
  if (given === undefined) return null
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalidParameter(`Param ${name} must be a JSON object`)
  }
  const targeting = given as Readonly<Record<string, unknown>>
  const unknown = Object.keys(targeting).find((key) => !targetingKeys.includes(key))
  if (unknown !== undefined)
    throw invalidParameter(`Param ${name}[${unknown}] is not a targeting key`)
  requireCountries(targeting['geo_locations'], name)
  return targeting
}

function requireCountries(geo: unknown, name: string): void {
  if (geo === undefined) return
  if (typeof geo !== 'object' || geo === null) {
    throw invalidParameter(`Param ${name}[geo_locations] must be a JSON object`)
  }
  const { countries } = geo as { countries?: unknown }
  if (countries === undefined) return
  const codes: readonly unknown[] = Array.isArray(countries) ? countries : [countries]
  if (codes.every((code) => typeof code === 'string' && /^[A-Z]{2}$/.test(code))) return
  throw invalidParameter(`Param ${name}[geo_locations][countries] must be a list of country codes`)
}

/**
 * Refuses a status or link that says what the page's last post said (facebook.md 4: 506).
 *
 * @throws GraphRefusal 506
 */
export function requireNovelty(
  context: EmulatorContext,
  page: Page,
  post: Pick<StoredPost, 'message' | 'link'>,
): void {
  if (mayRepeat(page)) return
  const [last] = postsOf(context, page.id).filter(
    ({ kind, state }) => kind !== 'story' && state !== 'draft' && state !== 'hidden',
  )
  if (last === undefined || last.media.length > 0) return
  if (last.message !== post.message || last.link !== post.link) return
  throw refusal({
    message: '(#506) Duplicate status message',
    code: 506,
    subcode: 1455006,
    title: 'Duplicate Status Update',
    userMessage:
      'This status update is identical to the last one you posted. Try posting something different, or delete your previous update.',
  })
}

/**
 * `text_format_preset_id`: a coloured background, for a short text alone.
 *
 * @throws GraphRefusal 100, 1 for one that is gone (facebook.md 2.1)
 */
export function readPreset(
  params: Parameters,
  post: Pick<StoredPost, 'message' | 'link' | 'media'>,
): string | null {
  const id = params.get('text_format_preset_id')
  if (id === undefined) return null
  if (!/^\d{5,20}$/.test(id)) throw invalidParameter('Param text_format_preset_id must be an id')
  if (id.startsWith('0'))
    throw refusal({ code: 1, subcode: 500, message: 'An unknown error occurred' })
  const { message, link, media } = post
  const fits = message !== null && message.length <= postLimits.presetMessageLength
  if (fits && link === null && media.length === 0) return id
  throw invalidParameter(
    'Param text_format_preset_id is for a text of at most 130 characters without link and media',
  )
}

/** `child_attachments`: a carousel of links. @throws GraphRefusal 100 */
export function readChildren(
  params: Parameters,
  link: string | null,
): readonly Readonly<Record<string, unknown>>[] {
  const given = params.json('child_attachments')
  if (given === undefined) return []
  const { least, most } = postLimits.childAttachments
  if (!Array.isArray(given) || given.length < least || given.length > most || link === null) {
    throw invalidParameter(
      `Param child_attachments must have ${least} to ${most} items, and needs link`,
    )
  }
  return given.map((child: unknown) => {
    const item = typeof child === 'object' && child !== null ? child : {}
    const { link: itsLink } = item as { link?: unknown }
    if (typeof itsLink !== 'string')
      throw invalidParameter('Param child_attachments: each needs link')
    checkedLink(itsLink)
    return item as Readonly<Record<string, unknown>>
  })
}

/** `call_to_action`: its type. @throws GraphRefusal 100 */
export function readCallToAction(params: Parameters): string | null {
  const given = params.json('call_to_action')
  if (given === undefined) return null
  const { type } = (typeof given === 'object' && given !== null ? given : {}) as { type?: unknown }
  if (typeof type === 'string' && /^[A-Z_]+$/.test(type)) return type
  throw invalidParameter('Param call_to_action must be an object with a type')
}
