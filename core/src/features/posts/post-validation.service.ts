import type { CountedText, ValidationIssue } from '@t21/plugin-kit'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { withGeneration } from '../ai/use-generation.ts'
import { contentOf } from '../templates/use-template.ts'
import { addressesOf } from './draft-media.ts'
import { timingOf } from './due-time.ts'
import { placeholdersOf } from './fetch-media.ts'
import { partsOf } from './parts.ts'
import { checkParts, mediaOfDraft } from './post-checks.ts'
import { newDraft, type PostDraft } from './post-draft.ts'
import { loadReferences, type AccountReference, type PostReferences } from './post-references.ts'
import {
  nowhere,
  requireInstalled,
  settledPlatforms,
  targetsOf,
  type TargetProblem,
} from './post-targets.ts'
import type { PostVerdict } from './post-validation.schemas.ts'
import type { CreatePostBody } from './posts.schemas.ts'

type TargetVerdict = PostVerdict['targets'][number]

/**
 * What each network would refuse of a post, before anything is stored, fetched or used up.
 *
 * @throws ApiError what `createPost` throws for the request itself
 */
export async function validatePost(
  context: Context,
  principal: Principal,
  body: CreatePostBody,
): Promise<PostVerdict> {
  timingOf(body)
  const content = await contentOf(context, principal, body)
  const written = await withGeneration(context, principal, body.brandId, { ...body, content })
  const wished = newDraft(written)
  const references = await loadReferences(context, principal, body.brandId, wished)
  authorize(principal, 'create', 'Post', references.place)
  requireInstalled(context.plugins, wished)
  const named = body.platforms !== undefined
  const platforms = settledPlatforms(wished, references.accounts, named)
  const draft: PostDraft = { ...wished, platforms }
  if (draft.platforms.length === 0) throw nowhere()
  const targets = verdictsOf(context, draft, references)
  return {
    valid: targets.every(({ valid }) => valid),
    targets,
    skippedChecks: skippedOf(draft),
  }
}

function verdictsOf(
  context: Context,
  draft: PostDraft,
  references: PostReferences,
): TargetVerdict[] {
  const media = new Map([...references.media, ...placeholdersOf(draft)])
  const mediaOf = mediaOfDraft(draft, media)
  const { targets, problems } = targetsOf(context.plugins, draft, references.accounts)
  const check = (
    platform: string,
    account: AccountReference | null,
  ): { issues: readonly ValidationIssue[]; counted: readonly CountedText[] } => {
    const connector = context.plugins.connectors.get(platform)
    if (connector === undefined) return { issues: [], counted: [] }
    const parts = partsOf(draft, platform, connector, mediaOf)
    const plugin = context.plugins.ready(platform) ?? { connector }
    return checkParts(draft, platform, plugin, parts, account?.facts ?? null)
  }
  return [
    ...targets.map(({ account }) =>
      verdict(account.platform, account, check(account.platform, account)),
    ),
    // A text can be counted without an account.
    ...problems.map((problem) => {
      const { issues, counted } = check(problem.platform, problem.account)
      return verdict(problem.platform, problem.account, {
        issues: [issueOf(problem), ...issues],
        counted,
      })
    }),
  ]
}

function verdict(
  platform: string,
  account: AccountReference | null,
  found: { readonly issues: readonly ValidationIssue[]; readonly counted: readonly CountedText[] },
): TargetVerdict {
  return {
    platform,
    socialAccountId: account?.id ?? null,
    username: account?.username ?? null,
    valid: found.issues.every(({ severity }) => severity !== 'error'),
    issues: [...found.issues],
    counted: [...found.counted],
  }
}

function issueOf({ code, field, message, remedy }: TargetProblem): ValidationIssue {
  return { severity: 'error', code: code.toLowerCase(), field, message, remedy }
}

function skippedOf(draft: PostDraft): PostVerdict['skippedChecks'] {
  return addressesOf(draft).map((url) => ({
    field: url === draft.videoUrl ? 'videoUrl' : `imageUrls[${draft.imageUrls.indexOf(url)}]`,
    reason:
      'Nothing is fetched here: whether the address can be reached, and the file’s type, size, dimensions and duration, are checked when the post is created.',
  }))
}
