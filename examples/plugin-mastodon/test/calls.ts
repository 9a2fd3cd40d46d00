import type { ConnectorHttp, FindCall } from '@t21/plugin-kit'
import { callOf, json } from '@t21/plugin-kit/testing'
import type { PartCheckpoint } from '../src/checkpoint.ts'
import type { Settings } from '../src/settings.ts'

export { bytes, draft, failureOf, file, part, picture } from '@t21/plugin-kit/testing'
export { json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'

/** The settings of the tests. */
export const settings: Settings = {
  instanceUrl: 'https://mastodon.example',
  clientId: 'client',
  clientSecret: 'secret',
}

/** A call on behalf of the account @ada (id 42), made at noon. */
export function call(
  http: ConnectorHttp,
  more: Partial<FindCall<Settings>> = {},
): FindCall<Settings> {
  return callOf(http, settings, {
    scopes: ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'],
    ...more,
  })
}

/** A part's checkpoint with these uploaded files. */
export function prepared(...mediaIds: string[]): PartCheckpoint {
  return {
    v: 1,
    key: 'a-key',
    inherited: null,
    media: mediaIds.map((mediaId, index) => ({
      sourceId: `file-${index + 1}`,
      mediaId,
      state: 'uploaded',
      uploadedAt: '2026-11-22T11:58:00.000Z',
      altText: null,
      restarts: 0,
    })),
  }
}

/** Mastodon's error body. */
export function refusal(
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
) {
  return json(status, { error }, headers)
}

/** A post as the instance answers it. */
export function status(id: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    url: `https://mastodon.example/@ada/${id}`,
    created_at: '2026-11-22T11:59:30.000Z',
    in_reply_to_id: null,
    visibility: 'public',
    spoiler_text: '',
    language: 'en',
    reblog: null,
    media_attachments: [],
    poll: null,
    favourites_count: 3,
    reblogs_count: 2,
    replies_count: 1,
    ...more,
  }
}
