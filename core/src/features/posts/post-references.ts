import type { AccountFacts, MediaFacts } from '@t21/plugin-kit'
import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { ApiError, notFound } from '../../errors.ts'
import { mediaFactsOf, type MeasuredMedia } from '../media/media.facts.ts'
import type { SocialAccountStatus } from '../social-accounts/social-account.model.ts'
import { mediaUsesOf } from './draft-media.ts'
import type { PostDraft } from './post-draft.ts'

/** What must be known of an account to schedule for it. */
export interface AccountReference {
  readonly id: string
  readonly platform: string
  readonly username: string
  readonly status: SocialAccountStatus
  readonly facts: AccountFacts
}

/** A medium that a post may use; `fingerprint` is the hash of its bytes. */
export interface MediaReference extends MediaFacts {
  readonly fingerprint: string
}

/** What a post refers to, all of one organization. */
export interface PostReferences {
  readonly brand: { readonly id: string; readonly organizationId: string }
  /** The brand's least distance between two posts to one account. */
  readonly gapMinutes: number
  /** Whose a post of the brand is. */
  readonly place: { readonly organizationId: string; readonly brandId: string }
  readonly accounts: readonly AccountReference[]
  readonly media: ReadonlyMap<string, MediaReference>
}

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly minimum_gap_minutes: number
  readonly accounts: readonly AccountReference[] | null
  readonly media: readonly (MeasuredMedia & { readonly fingerprint: string })[] | null
}

const referencesSql = `select b.id, b.organization_id, b.minimum_gap_minutes,
    (select json_agg(json_build_object('id', a.id, 'platform', a.platform, 'username', a.username,
       'status', a.status, 'facts', a.facts) order by a.id)
     from social_accounts a where a.brand_id = b.id and a.organization_id = b.organization_id
       and (a.platform = any (cast(? as text[])) or a.id = any (cast(? as uuid[])))) as accounts,
    (select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'mimeType', m.mime_type, 'size', m.size,
       'width', m.width, 'height', m.height, 'durationMs', m.duration_ms, 'alt', m.alt, 'facts', m.facts,
       'fingerprint', encode(m.sha256, 'hex')))
     from media m where m.id = any (cast(? as uuid[])) and m.organization_id = b.organization_id
       and m.status = 'ready') as media
  from brands b where b.id = ? and `

const brandPlace = { organizationId: 'b.organization_id', brandId: 'b.id' }

/**
 * Looks up everything that a draft refers to, in one read.
 *
 * @param options.accountIds more accounts that are wanted, such as those of deliveries that are there
 * @throws ApiError NOT_FOUND for a brand, an account of the brand or a medium of its organization that is
 * not there, also where it is somebody else's
 */
export async function loadReferences(
  context: Context,
  principal: Principal,
  brandId: string,
  draft: PostDraft,
  options: { readonly accountIds?: readonly string[] } = {},
): Promise<PostReferences> {
  const uses = mediaUsesOf(draft)
  const unfetched = new Set([...draft.imageUrls, draft.videoUrl])
  const mediaIds = uses.flatMap((use) => use.mediaIds).filter((id) => !unfetched.has(id))
  const [readable, bindings] = visible(principal, 'read', 'Brand', brandPlace)
  const [row] = await read<Row>(
    context.database,
    principal.organizationIds,
    context.database.api.raw(referencesSql + readable, [
      draft.socialAccountIds === null ? [...draft.platforms] : [],
      [...(draft.socialAccountIds ?? []), ...(options.accountIds ?? [])],
      mediaIds,
      brandId,
      ...bindings,
    ]),
  )
  if (row === undefined) throw notFound('Brand')
  const accounts = row.accounts ?? []
  const media = new Map(
    (row.media ?? []).map((found) => [
      found.id,
      { ...mediaFactsOf(found), fingerprint: found.fingerprint },
    ]),
  )
  for (const { field, mediaIds: used } of uses) {
    for (const [index, id] of used.entries()) {
      if (!media.has(id) && !unfetched.has(id)) throw missing('Media', `${field}[${index}]`)
    }
  }
  for (const [index, id] of (draft.socialAccountIds ?? []).entries()) {
    if (!accounts.some((account) => account.id === id)) {
      throw missing('Social account', `socialAccountIds[${index}]`)
    }
  }
  const { organization_id: organizationId } = row
  return {
    brand: { id: brandId, organizationId },
    gapMinutes: row.minimum_gap_minutes,
    place: { organizationId, brandId },
    accounts,
    media,
  }
}

function missing(what: string, field: string): ApiError {
  const { code, message } = notFound(what)
  return new ApiError(code, message, {
    details: [{ field, message: `There is no such ${what.toLowerCase()} for this brand.` }],
  })
}
