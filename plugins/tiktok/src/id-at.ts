/** `…/@acme/video/7300000000000000001`, or `photo`; short links do not tell the id. */
const address =
  /^https:\/\/(?:[a-z]+\.)?tiktok\.com\/@[^/]+\/(?:video|photo)\/([0-9]{1,20})(?![0-9])/

/** The id of the post at an address. */
export function idAt(url: string): string | undefined {
  return address.exec(url)?.[1]
}
