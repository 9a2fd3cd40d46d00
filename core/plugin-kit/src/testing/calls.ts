import { isConnectorFailure, type ConnectorFailure } from '../failures.ts'
import type { ConnectorHttp } from '../http.ts'
import type { MediaFacts, PublishMedia } from '../media.ts'
import type { DraftPart, PublishPart } from '../parts.ts'
import type { FindCall } from '../publishing.ts'

/** A call on behalf of the account `ada` (id 42), made at noon of 2026-11-22 (UTC). */
export function callOf<Settings>(
  http: ConnectorHttp,
  settings: Settings,
  more: Partial<FindCall<Settings>> = {},
): FindCall<Settings> {
  return {
    http,
    settings,
    accessToken: 'ada-token',
    scopes: [],
    account: { platformUserId: '42', username: 'ada', facts: {} },
    now: new Date('2026-11-22T12:00:00Z'),
    intentAt: new Date('2026-11-22T11:59:00Z'),
    claimedRemoteIds: [],
    ...more,
  }
}

/** The post itself, saying "Hello". */
export function draft(more: Partial<DraftPart> = {}): DraftPart {
  return { kind: 'post', position: 0, text: 'Hello', media: [], options: {}, ...more }
}

/** The same, ready to be published. */
export function part(more: Partial<PublishPart> = {}): PublishPart {
  return {
    kind: 'post',
    position: 0,
    text: 'Hello',
    media: [],
    options: {},
    previous: null,
    ...more,
  }
}

/** The facts of a small picture. */
export function picture(more: Partial<MediaFacts> = {}): MediaFacts {
  return { id: 'picture-1', kind: 'image', mimeType: 'image/png', size: 1000, ...more }
}

/** A file of the given size whose byte at n is n mod 251. */
export function file(more: Partial<MediaFacts> = {}): PublishMedia {
  const facts = picture({ size: 10, ...more })
  return {
    ...facts,
    read: async (start = 0, end = facts.size) => bytes(start, end),
    publicUrl: async () => `https://t21.example/files/${facts.id}`,
  }
}

/** The bytes of {@link file}. */
export function bytes(start: number, end: number): Uint8Array {
  return Uint8Array.from({ length: end - start }, (_, index) => (start + index) % 251)
}

/** The typed failure that a call ends in. @throws where it succeeds or ends in a bug */
export async function failureOf(promise: Promise<unknown>): Promise<ConnectorFailure> {
  try {
    await promise
  } catch (error) {
    if (isConnectorFailure(error)) return error
    throw error
  }
  throw new Error('The call succeeded, but a typed failure was expected.')
}
