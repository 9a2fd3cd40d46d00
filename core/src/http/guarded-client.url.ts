import { UrlRefused } from './guarded-client.error.ts'

/** Which addresses may be asked for at all. */
export interface UrlRules {
  /** Plain http, and ports other than 443. */
  readonly anyPort: boolean
}

const longest = 2_048

/**
 * Reads an address that a user gave.
 *
 * @throws UrlRefused saying what is wrong with it
 */
export function parseUserUrl(given: string, rules: UrlRules): URL {
  if (given.length > longest) throw refused(`The address is longer than ${longest} characters.`)
  const url = URL.parse(given)
  if (url === null) throw refused('This is not an address.')
  if (url.protocol !== 'https:' && !(rules.anyPort && url.protocol === 'http:')) {
    throw refused('The address must begin with https://.')
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('The address must not contain a user name or password.')
  }
  // `URL` leaves the port out where it is the protocol's own.
  if (url.port !== '' && !rules.anyPort) throw refused('The address must use port 443.')
  return url
}

function refused(message: string): UrlRefused {
  return new UrlRefused('url', message)
}
