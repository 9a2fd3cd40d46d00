import type { AccountFacts, ConnectorHttp, FindCall, PublishMedia } from '@t21/plugin-kit'
import { callOf, file, part } from '@t21/plugin-kit/testing'
import { scopeNames } from '../src/scopes.ts'
import type { Settings } from '../src/settings.ts'

export { draft, failureOf, file, part, picture } from '@t21/plugin-kit/testing'

/** The settings of the tests: an app that TikTok has audited. */
export const settings: Settings = {
  clientKey: 'key',
  clientSecret: 'secret',
  audited: true,
  videoSource: 'FILE_UPLOAD',
  scopes: [...scopeNames],
  apiVersion: 'v2',
}

/** The facts of a public account with everything on. */
export const publicFacts: AccountFacts = {
  privacyLevels: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
  commentsDisabled: false,
  duetDisabled: false,
  stitchDisabled: false,
  maxVideoSeconds: 300,
}

/** A call on behalf of the account @ada, made at noon, with all permissions. */
export function call(
  http: ConnectorHttp,
  more: Partial<FindCall<Settings>> = {},
): FindCall<Settings> {
  return callOf(http, settings, {
    scopes: [...scopeNames],
    account: { platformUserId: '-open-id', username: 'ada', facts: publicFacts },
    ...more,
  })
}

/** A post of one video, public, published directly. */
export function videoPost(size: number, options: Readonly<Record<string, unknown>> = {}) {
  return part({ media: [video(size)], options: { privacyLevel: 'PUBLIC_TO_EVERYONE', ...options } })
}

/** A post of photos, public, published directly. */
export function photoPost(count: number, options: Readonly<Record<string, unknown>> = {}) {
  const media = Array.from({ length: count }, (_, index) =>
    file({ id: `photo-${index + 1}`, kind: 'image', mimeType: 'image/jpeg' }),
  )
  return part({ media, options: { privacyLevel: 'PUBLIC_TO_EVERYONE', ...options } })
}

/** An MP4 of the given size and 20 seconds. Instead of megabytes, it reads {@link bytesOf}. */
export function video(size: number, more: Partial<PublishMedia> = {}): PublishMedia {
  const facts = { id: 'video-1', kind: 'video', mimeType: 'video/mp4', durationMs: 20_000 } as const
  return {
    ...file({ ...facts, size, ...more }),
    read: async (start = 0, end = size) => bytesOf(start, end),
  }
}

/** Stands for the bytes from `start` up to and without `end`. */
export function bytesOf(start: number, end: number): Uint8Array {
  return new TextEncoder().encode(`bytes ${start} to ${end}`)
}
