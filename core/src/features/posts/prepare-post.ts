import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { invalid } from '../../errors.ts'
import { addressesOf, withFetched, withoutAddresses } from './draft-media.ts'
import { fetchMedia, orForget, placeholdersOf, type FetchedMedia } from './fetch-media.ts'
import { unknownOptions } from '../../plugins/option-issues.ts'
import { planDeliveries, type PlannedDelivery } from './post-checks.ts'
import type { PostDraft } from './post-draft.ts'
import { loadReferences, type PostReferences } from './post-references.ts'
import {
  requirePlugin,
  requireInstalled,
  requireTargets,
  settledPlatforms,
  type Target,
} from './post-targets.ts'
import type { MediaSource } from './shared-media.ts'

/** A draft that was checked, with its media in the library, and what would go where. */
export interface PreparedPost {
  readonly organizationId: string
  readonly draft: PostDraft
  /** The brand's least distance between two posts to one account. */
  readonly gapMinutes: number
  /** Empty for a draft that is not to go out. */
  readonly planned: readonly PlannedDelivery[]
  /** What was fetched for it; see `orForget`. */
  readonly fetched: Pick<FetchedMedia, 'rows'>
}

/**
 * Everything that comes before a post is stored: looks up what it refers to, checks it, and fetches the
 * media that it names by address. Nothing is fetched for a post that a network would refuse anyway.
 *
 * @param options.targets where it goes; `platforms`: as the draft says; `deliveries`: to these accounts,
 * whatever became of them; `none`: nowhere yet
 * @throws ApiError whatever is wrong, before anything is stored
 */
export async function preparePost(
  context: Context,
  principal: Principal,
  wished: PostDraft,
  options: {
    readonly brandId: string
    readonly action: 'create' | 'update'
    readonly targets: 'none' | 'platforms' | { readonly deliveries: readonly string[] }
    /** Whether the request itself names the platforms. */
    readonly platformsNamed: boolean
    /** Platforms that the stored post names already. */
    readonly known?: readonly string[]
    /** What several posts fetch together; `none`: nothing is fetched, and what is named by address left out. */
    readonly media?: MediaSource
  },
): Promise<PreparedPost> {
  const { targets } = options
  const accountIds = typeof targets === 'object' ? targets.deliveries : []
  const references = await loadReferences(context, principal, options.brandId, wished, {
    accountIds,
  })
  const { gapMinutes } = references
  const { organizationId } = references.brand
  authorize(principal, options.action, 'Post', references.place)
  if (targets !== 'none') authorize(principal, 'publish', 'Post', references.place)
  requireInstalled(context.plugins, wished, options.known)
  const platforms = settledPlatforms(wished, references.accounts, options.platformsNamed)
  const draft: PostDraft = { ...wished, platforms }
  refuseUnknownOptions(context, draft)
  const chosen =
    targets === 'none' ? [] : chooseTargets(context, draft, references, options.targets, accountIds)
  if (addressesOf(draft).length === 0) {
    const planned = planDeliveries(draft, chosen, references.media)
    return { organizationId, draft, gapMinutes, planned, fetched: { rows: [] } }
  }
  const expected = new Map([...references.media, ...placeholdersOf(draft)])
  const unfetched = planDeliveries(draft, chosen, expected)
  if (options.media === 'none') {
    const known = withoutAddresses(draft)
    return { organizationId, draft: known, gapMinutes, planned: unfetched, fetched: { rows: [] } }
  }
  const fetched = await fetchMedia(context, principal, references.brand, draft, options.media)
  return orForget(context, fetched, async () => {
    const found = [...fetched.byAddress]
    const complete = withFetched(draft, new Map(found.map(([url, { id }]) => [url, id])))
    const media = new Map([
      ...references.media,
      ...found.map(([, item]) => [item.id, item] as const),
    ])
    const planned = planDeliveries(complete, chosen, media)
    return { organizationId, draft: complete, gapMinutes, planned, fetched }
  })
}

function chooseTargets(
  context: Context,
  draft: PostDraft,
  references: PostReferences,
  targets: 'none' | 'platforms' | { readonly deliveries: readonly string[] },
  accountIds: readonly string[],
): readonly Target[] {
  if (targets === 'platforms') return requireTargets(context.plugins, draft, references.accounts)
  // An edit goes where the deliveries go; whether an account still works is looked at when it is due.
  return references.accounts
    .filter(({ id }) => accountIds.includes(id))
    .map((account) => ({ account, ...requirePlugin(context.plugins, account.platform) }))
}

/** What a draft lacks can be added later; what does not exist never helps. */
function refuseUnknownOptions(context: Context, draft: PostDraft): void {
  for (const [platform, { options }] of Object.entries(draft.overrides)) {
    const connector = context.plugins.connectors.get(platform)
    if (options === undefined || connector === undefined) continue
    const [unknown] = unknownOptions(connector.capabilities.options, options)
    if (unknown !== undefined) {
      throw invalid(
        `overrides.${platform}.${unknown}`,
        `${platform} has no such option; remove it.`,
      )
    }
  }
}
