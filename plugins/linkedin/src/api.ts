/** LinkedIn's addresses, each stated once: linkedin.md 0. Core maps the hosts where the operator overrides them. */
export const apiOrigin = 'https://api.linkedin.com'
/** Also where uploads go: `https://www.linkedin.com/dms-uploads/…`. */
export const webOrigin = 'https://www.linkedin.com'

const oauthBase = `${webOrigin}/oauth/v2`

/** Where the person's browser goes to give consent. */
export const authorizeAddress = `${oauthBase}/authorization`
export const tokenUrl = `${oauthBase}/accessToken`
export const revokeUrl = `${oauthBase}/revoke`

/** Unversioned: who connected. */
export const userinfoUrl = `${apiOrigin}/v2/userinfo`
export const meUrl = `${apiOrigin}/v2/me`

/** Versioned: everything else. */
export const restBase = `${apiOrigin}/rest`
export const postsUrl = `${restBase}/posts`
export const organizationAclsUrl = `${restBase}/organizationAcls`
export const organizationsUrl = `${restBase}/organizations`
export const organizationsLookupUrl = `${restBase}/organizationsLookup`
export const shareStatisticsUrl = `${restBase}/organizationalEntityShareStatistics`
export const memberAnalyticsUrl = `${restBase}/memberCreatorPostAnalytics`
export const memberFollowersUrl = `${restBase}/memberFollowersCount`

/** A kind of upload and its resource. */
export type UploadResource = 'images' | 'videos' | 'documents'

/** The address of an upload's action: `initializeUpload`, `finalizeUpload`. */
export function uploadActionUrl(resource: UploadResource, action: string): string {
  return `${restBase}/${resource}?action=${action}`
}

/** The address of an uploaded file in the API. */
export function assetUrl(resource: UploadResource, urn: string): string {
  return `${restBase}/${resource}/${encodeUrn(urn)}`
}

/** The address of one post in the API. */
export function apiPostUrl(urn: string): string {
  return `${postsUrl}/${encodeUrn(urn)}`
}

/** The address of the comments below a post in the API. */
export function commentsUrl(urn: string): string {
  return `${restBase}/socialActions/${encodeUrn(urn)}/comments`
}

/** The address of the number of a page's followers. */
export function networkSizeUrl(urn: string): string {
  return `${restBase}/networkSizes/${encodeUrn(urn)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`
}

/** The address of the subscription to what happens at a page: linkedin.md 7. */
export function subscriptionUrl(of: {
  readonly applicationId: string
  readonly user: string
  readonly organization: string
}): string {
  const key = {
    developerApplication: encodeUrn(`urn:li:developerApplication:${of.applicationId}`),
    user: encodeUrn(of.user),
    entity: encodeUrn(of.organization),
    eventType: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  }
  const pairs = Object.entries(key).map(([name, value]) => `${name}:${value}`)
  return `${restBase}/eventSubscriptions/(${pairs.join(',')})`
}

/** The address of a post that a person can open. */
export function postUrl(urn: string): string {
  return `${webOrigin}/feed/update/${urn}/`
}

/** The address of a page that a person can open. */
export function organizationProfileUrl(name: string): string {
  return `${webOrigin}/company/${encodeURIComponent(name)}/`
}

/** The address of a member that a person can open. */
export function memberProfileUrl(vanityName: string): string {
  return `${webOrigin}/in/${encodeURIComponent(vanityName)}/`
}

/**
 * A value inside Rest.li's syntax: also the parentheses of a comment's URN are encoded, since raw ones are the
 * structure itself (linkedin.md 0).
 */
export function encodeUrn(urn: string): string {
  return encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29')
}

/** `List(a,b)` of Rest.li 2 with raw structure and encoded values. */
export function restList(values: readonly string[]): string {
  return `List(${values.map(encodeUrn).join(',')})`
}

/** An address with a query whose values are already in Rest.li's syntax. */
export function withQuery(url: string, query: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return `${url}?${pairs.join('&')}`
}
