/** `…/acme/status/1790000000000000000`, also at the older host and on the way to a picture. */
const address =
  /^https:\/\/(?:[a-z]+\.)?(?:x|twitter)\.com\/[^/]+(?:\/web)?\/status\/([0-9]{1,20})(?![0-9])/

/** The id of the post at an address. */
export function idAt(url: string): string | undefined {
  return address.exec(url)?.[1]
}
