import { facebookOrigin, graphOrigin, ruploadOrigin } from '@t21/meta-graph'

/** Every host of Facebook that is used: facebook.md 0. Core maps them where the operator overrides them. */
export const hosts = [graphOrigin, ruploadOrigin, facebookOrigin]

/** What hangs on a Page, below the version. */
export type PageEdge =
  | 'feed'
  | 'photos'
  | 'videos'
  | 'video_reels'
  | 'photo_stories'
  | 'video_stories'
  | 'published_posts'
  | 'stories'
  | 'subscribed_apps'
  | 'insights'

/** `42/feed`. */
export function pageEdge(pageId: string, edge: PageEdge): string {
  return `${objectPath(pageId)}/${edge}`
}

/** A Page, post, photo, video or comment. */
export function objectPath(id: string): string {
  return encodeURIComponent(id)
}

/** Comments below a post. */
export function commentsPath(postId: string): string {
  return `${objectPath(postId)}/comments`
}

/** Insights of a post. */
export function insightsPath(postId: string): string {
  return `${objectPath(postId)}/insights`
}

/** The address of a Page that a person can open. */
export function profileUrl(username: string): string {
  return `${facebookOrigin}/${encodeURIComponent(username)}`
}

/** The address of a post, comment or video that a person can open. */
export function postUrl(id: string): string {
  return `${facebookOrigin}/${encodeURIComponent(id)}`
}

/** As Facebook gave it, which may be without a host. */
export function permalink(given: string | undefined, id: string): string {
  if (given === undefined || given === '') return postUrl(id)
  return URL.parse(given, facebookOrigin)?.href ?? postUrl(id)
}

/** The id of a post, which begins with that of its Page; videos tell only the second half: facebook.md notation. */
export function fullPostId(pageId: string, id: string): string {
  return id.includes('_') ? id : `${pageId}_${id}`
}
