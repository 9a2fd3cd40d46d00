import type { FailureKind } from '@t21/plugin-kit'
import type { Problem } from './problem.ts'

/** What one of TikTok's error codes means. */
export interface Refusal {
  readonly kind: FailureKind
  readonly message: string
  readonly remedy: string
  /** The field of the post that is to blame, where one is. */
  readonly field?: string
}

const reauth: Refusal = {
  kind: 'reauth',
  message: 'TikTok no longer accepts the login of this account.',
  remedy: 'Connect the account again.',
}

const scopeMissing: Refusal = {
  kind: 'permission',
  message: 'The account was connected without a permission that TikTok demands for this.',
  remedy: 'Connect the account again and leave all permissions ticked.',
}

const limited: Refusal = {
  kind: 'rate_limited',
  message: 'TikTok is limiting how often this account may be used.',
  remedy: 'Nothing: it is tried again in a minute.',
}

const badParameter: Refusal = {
  kind: 'content_rejected',
  message: 'TikTok does not accept a part of the post.',
  remedy: 'Correct what TikTok names, then publish again.',
}

/**
 * The error codes of tiktok.md 4, word by word: the prefix `spam_risk` covers three quite different classes. All of them
 * say that nothing was done.
 */
const refusals: Readonly<Record<string, Refusal>> = {
  access_token_invalid: reauth,
  scope_not_authorized: scopeMissing,
  scope_permission_missed: scopeMissing,
  token_not_authorized_for_specified_publish_id: {
    kind: 'permission',
    message: 'TikTok says that this post was begun by another account.',
    remedy: 'Connect the account again with which the post was begun.',
  },
  rate_limit_exceeded: limited,
  spam_risk_too_many_posts: {
    kind: 'quota',
    message: 'The account has published as much as TikTok lets apps publish in 24 hours.',
    remedy:
      'Wait, or publish in the TikTok app: other tools count as well. It is tried again by itself.',
  },
  spam_risk_too_many_pending_share: {
    kind: 'quota',
    message: 'Too many posts wait in the inbox of the TikTok app (5 in 24 hours).',
    remedy: 'Open the TikTok app and publish or delete those that wait there.',
  },
  reached_active_user_cap: {
    kind: 'quota',
    message: "The operator's app has reached the number of accounts that may publish in a day.",
    remedy:
      'It is tried again by itself; the operator asks TikTok for a higher cap, or for the audit.',
  },
  spam_risk_user_banned_from_posting: {
    kind: 'account_restricted',
    message: 'TikTok has banned this account from posting.',
    remedy: 'Open the TikTok app and appeal there, then publish again.',
  },
  app_version_check_failed: {
    kind: 'account_restricted',
    message: "The TikTok app on the account owner's phone is too old for this.",
    remedy: 'Update the TikTok app on the phone, open it once, then publish again.',
  },
  unaudited_client_can_only_post_to_private_accounts: {
    kind: 'account_restricted',
    message: "Until TikTok has audited the operator's app, it may post to private accounts only.",
    remedy:
      'Switch the account to private in the TikTok app, or wait until the app has passed the audit.',
  },
  url_ownership_unverified: {
    kind: 'app_config',
    message: 'TikTok does not fetch files from the address of this T21.',
    remedy:
      'The operator verifies the domain or URL prefix in the TikTok developer portal ("URL properties").',
  },
  privacy_level_option_mismatch: {
    kind: 'content_rejected',
    message: 'TikTok does not offer this account the privacy level of the post.',
    remedy: 'Choose one of the privacy levels that the options of the account list.',
    field: 'options.privacyLevel',
  },
  invalid_param: badParameter,
  invalid_params: badParameter,
  invalid_file_upload: {
    kind: 'content_rejected',
    message: 'TikTok does not accept the file as it was announced.',
    remedy: 'Use another file, MP4 with H.264 at best.',
    field: 'media[0]',
  },
}

/** The documented refusal that an answer is, or `null`. Without a code, only 401 and 429 say what they mean. */
export function refusalOf({ status, code }: Problem): Refusal | null {
  const documented = Object.hasOwn(refusals, code) ? refusals[code] : undefined
  if (documented) return documented
  if (status === 401) return reauth
  if (status === 429) return limited
  return null
}
