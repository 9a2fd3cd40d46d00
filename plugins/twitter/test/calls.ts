import type { ConnectorHttp, FindCall } from '@t21/plugin-kit'
import { callOf } from '@t21/plugin-kit/testing'
import type { Settings } from '../src/settings.ts'

export { bytes, draft, failureOf, file, part, picture } from '@t21/plugin-kit/testing'

/** The settings of the tests. */
export const settings: Settings = {
  clientId: 'client',
  clientSecret: 'secret',
  webhookEvents: ['post.create', 'post.delete'],
  quotesAllowed: false,
}

/** A call on behalf of the account @ada (id 42), made at noon. */
export function call(
  http: ConnectorHttp,
  more: Partial<FindCall<Settings>> = {},
): FindCall<Settings> {
  return callOf(http, settings, {
    scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
    ...more,
  })
}

/** The request that asks X about the account itself. */
export const asksMe = (fields: string) => ({
  method: 'GET' as const,
  url: 'https://api.x.com/2/users/me',
  query: { 'user.fields': fields },
  auth: { bearer: 'ada-token' },
})
