import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { ApiError } from '../../errors.ts'
import { validateParts, type CheckingPlugin } from '../../plugins/validate-parts.ts'
import { contentHash } from './content-hash.ts'
import { mediaFitOf, partsOf, type MediaOfPart, type PlatformOverride } from './parts.ts'
import type { PostDraft } from './post-draft.ts'
import { mediaUsesOf } from './draft-media.ts'
import type { AccountReference, MediaReference } from './post-references.ts'
import type { Target } from './post-targets.ts'

/** A delivery that is to be written: what goes to one account. */
export interface PlannedDelivery {
  readonly account: AccountReference
  readonly parts: readonly DraftPart[]
  readonly contentHash: Buffer
}

/**
 * What would go to each target.
 *
 * @throws ApiError VALIDATION_ERROR with everything that the networks would refuse
 */
export function planDeliveries(
  draft: PostDraft,
  targets: readonly Target[],
  media: ReadonlyMap<string, MediaReference>,
): PlannedDelivery[] {
  const mediaOf = mediaOfDraft(draft, media)
  const refused: unknown[] = []
  const planned: PlannedDelivery[] = []
  for (const { account, ...plugin } of targets) {
    const parts = partsOf(draft, account.platform, plugin.connector, mediaOf)
    const { issues } = checkParts(draft, account.platform, plugin, parts, account.facts)
    for (const { severity, ...issue } of issues) {
      if (severity !== 'error') continue
      refused.push({ ...issue, platform: account.platform, socialAccountId: account.id })
    }
    planned.push({ account, parts, contentHash: contentHash(parts, fingerprintOf) })
  }
  if (refused.length > 0) {
    throw new ApiError('VALIDATION_ERROR', 'A network would refuse this post', { details: refused })
  }
  return planned
}

/** What a network says to the parts of a draft, in the words of the request. Pure. */
export function checkParts(
  draft: PostDraft,
  platform: string,
  plugin: CheckingPlugin,
  parts: readonly DraftPart[],
  facts: AccountFacts | null,
): Validation {
  const override = draft.overrides[platform] ?? {}
  const { issues, counted } = validateParts(plugin, parts, facts, mediaFitOf(draft, platform))
  const name = <Item extends ValidationIssue | CountedText>(item: Item): Item => ({
    ...item,
    field: requestField(item.field, platform, override),
  })
  return {
    issues: issues.map(name),
    counted: counted.map(name),
  }
}

/** The media of each part of a draft, with the alternative texts of this post. */
export function mediaOfDraft(
  draft: PostDraft,
  media: ReadonlyMap<string, MediaReference>,
): MediaOfPart<MediaReference> {
  const uses = mediaUsesOf(draft)
  return (source, part) => {
    const use = uses.find((candidate) => candidate.source === source && candidate.part === part)
    return (use?.mediaIds ?? []).flatMap((id) => {
      const found = media.get(id)
      const altText = draft.altTexts[id]
      if (found === undefined) return []
      return [altText === undefined ? found : { ...found, altText }]
    })
  }
}

/** A connector speaks of parts (`thread[0].text`), the caller wrote fields (`thread[0].content`). */
function requestField(field: string, platform: string, override: PlatformOverride): string {
  const own = `overrides.${platform}.`
  if (field === 'text') return override.content === undefined ? 'content' : `${own}content`
  if (field.startsWith('options')) return `${own}${field}`
  if (field.endsWith('.altText')) return 'altTexts'
  if (field.startsWith('media')) {
    return `${override.mediaIds === undefined ? '' : own}${field.replace('media', 'mediaIds')}`
  }
  if (field.startsWith('thread')) {
    const renamed = field.replace('.text', '.content').replace('.media', '.mediaIds')
    return `${override.thread === undefined ? '' : own}${renamed}`
  }
  if (field.startsWith('firstComment') && override.firstComment !== undefined) {
    return `${own}${field}`
  }
  return field
}

function fingerprintOf(media: { readonly id: string; readonly fingerprint?: string }): string {
  return media.fingerprint ?? media.id
}
