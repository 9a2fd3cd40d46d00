import { ApiError, invalid } from '../../errors.ts'
import type { PluginRegistry } from '../../plugins/registry.ts'
import type { CheckingPlugin } from '../../plugins/validate-parts.ts'
import type { PostDraft } from './post-draft.ts'
import type { AccountReference } from './post-references.ts'

/** An account that a post goes to, with what publishes there. */
export interface Target extends CheckingPlugin {
  readonly account: AccountReference
}

/** Why a post cannot go where it should. */
export interface TargetProblem {
  readonly code: 'PLATFORM_UNAVAILABLE' | 'ACCOUNT_NOT_CONNECTED'
  readonly platform: string
  readonly account: AccountReference | null
  readonly field: string
  readonly message: string
  readonly remedy: string
}

/**
 * Where a draft goes: to the accounts that it names, else to every active account of its platforms.
 * Problems are returned, so that the editor can show all of them.
 */
export function targetsOf(
  plugins: PluginRegistry,
  draft: Pick<PostDraft, 'platforms' | 'socialAccountIds'>,
  accounts: readonly AccountReference[],
): { readonly targets: readonly Target[]; readonly problems: readonly TargetProblem[] } {
  const { socialAccountIds } = draft
  const targets: Target[] = []
  const problems: TargetProblem[] = []
  for (const [index, platform] of draft.platforms.entries()) {
    const field = socialAccountIds === null ? `platforms[${index}]` : 'socialAccountIds'
    const plugin = plugins.ready(platform)
    if (plugin === undefined) {
      problems.push(unavailable(platform, `platforms[${index}]`))
      continue
    }
    const candidates = accounts.filter(
      (account) =>
        account.platform === platform &&
        (socialAccountIds === null || socialAccountIds.includes(account.id)),
    )
    const active = candidates.filter(({ status }) => status === 'active')
    targets.push(...active.map((account) => ({ account, ...plugin })))
    // Named accounts are all meant; of a platform's accounts, those that can.
    const lame = candidates.filter(({ status }) => status !== 'active')
    if (socialAccountIds !== null || active.length === 0) {
      problems.push(...lame.map((account) => notConnected(platform, account, field)))
    }
    if (candidates.length === 0) problems.push(notConnected(platform, null, field))
  }
  return { targets, problems }
}

/**
 * The targets of a post that is to be scheduled.
 *
 * @throws ApiError PLATFORM_UNAVAILABLE, ACCOUNT_NOT_CONNECTED, or VALIDATION_ERROR where none is named
 */
export function requireTargets(
  plugins: PluginRegistry,
  draft: Pick<PostDraft, 'platforms' | 'socialAccountIds'>,
  accounts: readonly AccountReference[],
): readonly Target[] {
  if (draft.platforms.length === 0) throw nowhere()
  const { targets, problems } = targetsOf(plugins, draft, accounts)
  const [first] = problems
  if (first === undefined) return targets
  throw new ApiError(first.code, first.message, {
    details: problems
      .filter(({ code }) => code === first.code)
      .map(({ field, message, remedy, platform, account }) => ({
        field,
        message,
        remedy,
        platform,
        socialAccountId: account?.id ?? null,
      })),
  })
}

/** For a post that is to go out and says nowhere to. */
export function nowhere(): ApiError {
  return invalid('platforms', 'Name at least one platform, or an account in socialAccountIds.')
}

/**
 * Refuses platforms that no installed connector serves: typing errors, mostly.
 *
 * @param known platforms that the stored post names already, whatever became of their plugins
 * @throws ApiError PLATFORM_UNAVAILABLE
 */
export function requireInstalled(
  plugins: PluginRegistry,
  draft: Pick<PostDraft, 'platforms' | 'overrides'>,
  known: readonly string[] = [],
): void {
  const named = [
    ...draft.platforms.map((platform, index) => ({ field: `platforms[${index}]`, platform })),
    ...Object.keys(draft.overrides).map((platform) => ({
      field: `overrides.${platform}`,
      platform,
    })),
  ]
  const missing = named.filter(
    ({ platform }) => !known.includes(platform) && !plugins.connectors.has(platform),
  )
  if (missing.length > 0) throw unavailableError(missing)
}

/**
 * The connector of a platform that a post goes to already.
 *
 * @throws ApiError PLATFORM_UNAVAILABLE
 */
export function requirePlugin(plugins: PluginRegistry, platform: string): CheckingPlugin {
  const ready = plugins.ready(platform)
  if (ready !== undefined) return ready
  const connector = plugins.connectors.get(platform)
  if (connector === undefined) throw unavailableError([{ platform, field: 'platforms' }])
  return { connector }
}

/**
 * The platforms of a draft, those of its accounts where only accounts are named.
 *
 * @param explicit whether the request itself names the platforms
 * @throws ApiError VALIDATION_ERROR where platforms and accounts contradict each other
 */
export function settledPlatforms(
  draft: PostDraft,
  accounts: readonly AccountReference[],
  explicit: boolean,
): readonly string[] {
  if (draft.socialAccountIds === null) return draft.platforms
  const chosen = accounts.filter(({ id }) => draft.socialAccountIds?.includes(id))
  const ofAccounts = [...new Set(chosen.map(({ platform }) => platform))]
  if (!explicit) return ofAccounts
  const uncovered = draft.platforms.findIndex((platform) => !ofAccounts.includes(platform))
  if (uncovered !== -1) {
    throw invalid(
      `platforms[${uncovered}]`,
      'None of the accounts in socialAccountIds is of this platform; add one, or leave it out.',
    )
  }
  const unnamed = chosen.find(({ platform }) => !draft.platforms.includes(platform))
  if (unnamed !== undefined) {
    throw invalid(
      'socialAccountIds',
      `@${unnamed.username} is of ${unnamed.platform}, which platforms does not name.`,
    )
  }
  return draft.platforms
}

/** One error for all platforms that are missing, so that nobody mends them one by one. */
function unavailableError(
  missing: readonly { readonly platform: string; readonly field: string }[],
): ApiError {
  const details = missing.map(({ platform, field }) => {
    const { message, remedy } = unavailable(platform, field)
    return { field, message, remedy, platform, socialAccountId: null }
  })
  return new ApiError('PLATFORM_UNAVAILABLE', details.map(({ message }) => message).join(' '), {
    details,
  })
}

function unavailable(platform: string, field: string): TargetProblem {
  return {
    code: 'PLATFORM_UNAVAILABLE',
    platform,
    account: null,
    field,
    message: `No connector for ${platform} is ready.`,
    remedy: '`GET /v1/platforms` tells what is missing; or leave the platform out.',
  }
}

function notConnected(
  platform: string,
  account: AccountReference | null,
  field: string,
): TargetProblem {
  return {
    code: 'ACCOUNT_NOT_CONNECTED',
    platform,
    account,
    field,
    message:
      account === null
        ? `The brand has no connected ${platform} account.`
        : `The ${platform} account @${account.username} is not connected any more.`,
    remedy: 'Connect it (again), or leave it out.',
  }
}
