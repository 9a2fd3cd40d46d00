/**
 * Addresses in mails: of the configured web app, never of the `Host` that a request named. The token
 * stands behind `#`, which browsers keep to themselves: it is in no server's log and in no referrer.
 */
export function mailLink(frontendUrl: string, page: string, token?: string): string {
  const address = `${frontendUrl}/${page}`
  return token === undefined ? address : `${address}#token=${token}`
}
