const post = /^https:\/\/www\.linkedin\.com\/feed\/update\/(urn:li:(?:share|ugcPost):[0-9]+)\/?$/
const comment = /^urn:li:comment:\(urn:li:[a-zA-Z]+:[0-9]+,[0-9]+\)$/

/**
 * The URN of the post or comment at an address: `…/feed/update/urn:li:share:1/`. An activity is
 * not the post itself, so its address does not tell.
 */
export function idAt(url: string): string | undefined {
  const parsed = URL.parse(url)
  if (parsed === null) return undefined
  const commentUrn = parsed.searchParams.get('commentUrn')
  if (commentUrn !== null) return comment.test(commentUrn) ? commentUrn : undefined
  return post.exec(`${parsed.origin}${parsed.pathname.replaceAll(/%3a/gi, ':')}`)?.[1]
}
