/** Meta's addresses that both networks use, each stated once: facebook.md 0. */
export const graphOrigin = 'https://graph.facebook.com'
export const graphVideoOrigin = 'https://graph-video.facebook.com'
export const ruploadOrigin = 'https://rupload.facebook.com'
export const facebookOrigin = 'https://www.facebook.com'

/** An address below a version: `graphUrl('v25.0', '42/feed')`. Ids in `path` are encoded by the caller. */
export function graphUrl(version: string, path: string, origin: string = graphOrigin): string {
  return `${origin}/${version}/${path}`
}
