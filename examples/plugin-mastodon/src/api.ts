import type { Settings } from './settings.ts'

/** Every address of an instance, each stated once. The instance is a setting, so all of them are functions. */
type At = Pick<Settings, 'instanceUrl'>

/** `https://mastodon.social` */
export function instanceOrigin({ instanceUrl }: At): string {
  return new URL(instanceUrl).origin
}

/** Where the person's browser goes to give consent. */
export function authorizeAddress(at: At): string {
  return `${instanceOrigin(at)}/oauth/authorize`
}

export function tokenUrl(at: At): string {
  return `${instanceOrigin(at)}/oauth/token`
}

export function revokeUrl(at: At): string {
  return `${instanceOrigin(at)}/oauth/revoke`
}

/** The account behind a token. */
export function meUrl(at: At): string {
  return `${instanceOrigin(at)}/api/v1/accounts/verify_credentials`
}

/** What the instance is and what it allows. */
export function instanceUrlOf(at: At): string {
  return `${instanceOrigin(at)}/api/v2/instance`
}

export function statusesUrl(at: At): string {
  return `${instanceOrigin(at)}/api/v1/statuses`
}

export function statusUrl(at: At, id: string): string {
  return `${statusesUrl(at)}/${encodeURIComponent(id)}`
}

/** The plain text of a status, as its author wrote it. */
export function sourceUrl(at: At, id: string): string {
  return `${statusUrl(at, id)}/source`
}

export function accountStatusesUrl(at: At, accountId: string): string {
  return `${instanceOrigin(at)}/api/v1/accounts/${encodeURIComponent(accountId)}/statuses`
}

/** Uploads are answered at once; the file is processed afterwards. */
export function uploadUrl(at: At): string {
  return `${instanceOrigin(at)}/api/v2/media`
}

export function mediaUrl(at: At, id: string): string {
  return `${instanceOrigin(at)}/api/v1/media/${encodeURIComponent(id)}`
}
