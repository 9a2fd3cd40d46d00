import type { ConnectorHttp, FindCall, MediaFacts, PublishMedia } from '@t21/plugin-kit'
import { callOf, file } from '@t21/plugin-kit/testing'
import { toFacts, type Login } from '../src/facts.ts'
import type { Settings } from '../src/settings.ts'

export {
  bytes,
  draft,
  failureOf,
  json,
  part,
  picture,
  raw,
  scriptedHttp,
} from '@t21/plugin-kit/testing'
export type { Exchange } from '@t21/plugin-kit/testing'
// The error envelope is the same for both networks of Meta.
export { graphError } from '../../meta-graph/test/meta.ts'

/** The settings of the tests. */
export const settings: Settings = {
  clientId: 'ig-app',
  clientSecret: 'ig-secret',
  facebookClientId: 'fb-app',
  facebookClientSecret: 'fb-secret',
  login: 'instagram',
  apiVersion: 'v25.0',
  appSecretProof: false,
  webhookVerifyToken: 'verify-me',
}

/** The facts of an account of this set-up. */
export const factsBy = (login: Login) =>
  toFacts({ login, accountType: 'BUSINESS', pageId: login === 'facebook' ? '7' : null })

/** A call on behalf of the account ada (id 42), connected by this login, made at noon of 2026-11-22. */
export function call(
  http: ConnectorHttp,
  more: Partial<FindCall<Settings>> & { login?: Login } = {},
): FindCall<Settings> {
  const { login = 'instagram', ...rest } = more
  return callOf(http, settings, {
    account: { platformUserId: '42', username: 'ada', facts: factsBy(login) },
    ...rest,
  })
}

/** The address of the API of a set-up. */
export const api = (path: string, login: Login = 'instagram') =>
  `https://graph.${login}.com/v25.0/${path}`

export const auth = { bearer: 'ada-token' }

/** A JPEG. */
export const jpeg = (more: Partial<MediaFacts> = {}): PublishMedia =>
  file({ mimeType: 'image/jpeg', ...more })

/** A video of 100 bytes. */
export const video = (more: Partial<MediaFacts> = {}): PublishMedia =>
  file({ id: 'video-1', kind: 'video', mimeType: 'video/mp4', size: 100, ...more })
