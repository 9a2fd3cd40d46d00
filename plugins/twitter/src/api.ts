/** X's addresses, each stated once: twitter.md 0. Core maps the hosts where the operator overrides them. */
export const apiOrigin = 'https://api.x.com'
export const webOrigin = 'https://x.com'

/** Where the person's browser goes to give consent. */
export const authorizeAddress = `${webOrigin}/i/oauth2/authorize`

export const tokenUrl = `${apiOrigin}/2/oauth2/token`
export const revokeUrl = `${apiOrigin}/2/oauth2/revoke`
export const meUrl = `${apiOrigin}/2/users/me`
export const postsUrl = `${apiOrigin}/2/tweets`
export const uploadUrl = `${apiOrigin}/2/media/upload`
export const initializeUploadUrl = `${uploadUrl}/initialize`
export const mediaMetadataUrl = `${apiOrigin}/2/media/metadata`
/** The app's own token, without which there are no webhooks. */
export const appTokenUrl = `${apiOrigin}/oauth2/token`
export const webhooksUrl = `${apiOrigin}/2/webhooks`
export const subscriptionsUrl = `${apiOrigin}/2/activity/subscriptions`

/** The address of one post in the API. */
export function apiPostUrl(id: string): string {
  return `${postsUrl}/${encodeURIComponent(id)}`
}

/** The address of an account's timeline in the API. */
export function timelineUrl(userId: string): string {
  return `${apiOrigin}/2/users/${encodeURIComponent(userId)}/tweets`
}

/** The address of the next step of a chunked upload. */
export function uploadStepUrl(mediaId: string, step: 'append' | 'finalize'): string {
  return `${uploadUrl}/${encodeURIComponent(mediaId)}/${step}`
}

/** The address of one webhook in the API. */
export function webhookUrl(id: string): string {
  return `${webhooksUrl}/${encodeURIComponent(id)}`
}

/** The address of an account that a person can open. */
export function profileUrl(username: string): string {
  return `${webOrigin}/${username}`
}

/** The address of a post that a person can open. */
export function postUrl(username: string, id: string): string {
  return `${profileUrl(username)}/status/${id}`
}
