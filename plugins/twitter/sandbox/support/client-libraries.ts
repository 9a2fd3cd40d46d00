import { Agent } from 'node:http'
import { Client } from '@xdevplatform/xdk'
import { TwitterApi, type ITwitterApiClientPlugin } from 'twitter-api-v2'

/** X's own library, pointed at a sandbox. */
export function officialClient(sandboxUrl: string, accessToken: string): Client {
  return new Client({ baseUrl: `${sandboxUrl}/api.x.com`, accessToken, retry: false })
}

/**
 * The most used library, pointed at a sandbox. It knows no base address, so that a plugin of its own
 * redirects every request: `https://api.x.com/2/tweets` to `http://127.0.0.1:4300/api.x.com/2/tweets`.
 */
export function communityClient(
  sandboxUrl: string,
  credentials: string | { clientId: string; clientSecret: string },
): TwitterApi {
  const settings = { plugins: [redirectTo(sandboxUrl)], httpAgent: new Agent() }
  return typeof credentials === 'string'
    ? new TwitterApi(credentials, settings)
    : new TwitterApi(credentials, settings)
}

function redirectTo(sandboxUrl: string): ITwitterApiClientPlugin {
  const { protocol, hostname, port } = new URL(sandboxUrl)
  return {
    onBeforeRequest({ computedParams: { url } }) {
      const pathname = `/${url.hostname}${url.pathname}`
      Object.assign(url, { protocol, hostname, port, pathname })
    },
  }
}
