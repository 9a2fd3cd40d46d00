import type { Settings } from './settings.ts'

/** TikTok's addresses, each stated once: tiktok.md 0. Core maps the hosts where the operator overrides them. */
export const apiOrigin = 'https://open.tiktokapis.com'
export const webOrigin = 'https://www.tiktok.com'

/** Where files go: TikTok names the host in the answer to an init call. */
export const uploadOrigins = ['https://*.tiktokapis.com', 'https://*.us.tiktokapis.com'] as const

const paths = {
  token: 'oauth/token',
  revoke: 'oauth/revoke',
  userInfo: 'user/info',
  creatorInfo: 'post/publish/creator_info/query',
  videoInit: 'post/publish/video/init',
  inboxVideoInit: 'post/publish/inbox/video/init',
  contentInit: 'post/publish/content/init',
  status: 'post/publish/status/fetch',
  cancel: 'post/publish/cancel',
  videoList: 'video/list',
  videoQuery: 'video/query',
} as const

/** A part of the API. */
export type ApiName = keyof typeof paths

/** The address of a part of the API. TikTok wants the slash at the end. */
export function apiUrl({ apiVersion }: Pick<Settings, 'apiVersion'>, name: ApiName): string {
  return `${apiOrigin}/${apiVersion}/${paths[name]}/`
}

/** Where the person's browser goes to give consent. */
export function authorizeAddress({ apiVersion }: Pick<Settings, 'apiVersion'>): string {
  return `${webOrigin}/${apiVersion}/auth/authorize/`
}

/** The address of an account that a person can open. */
export function profileUrl(username: string): string {
  return `${webOrigin}/@${encodeURIComponent(username)}`
}

/** The address of a post that a person can open. */
export function postUrl(username: string, kind: 'video' | 'photo', id: string): string {
  return `${profileUrl(username)}/${kind}/${id}`
}
