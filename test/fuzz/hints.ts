import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../api-document/document.ts'
import { isIdName } from '../api-document/operations.ts'
import { idSlot, uniqueSlot, versionSlot } from './slots.ts'

/** What means something, by the name of the field: a schema says of a time zone only that it is a text. */
const byName: Readonly<Record<string, Arbitrary<unknown>>> = {
  timezone: fc.constantFrom('UTC', 'Europe/London', 'Asia/Kathmandu', 'America/New_York'),
  platforms: fc.constant(['TWITTER']),
  platform: fc.constantFrom('TWITTER', 'MASTODON'),
  mediaIds: fc.constantFrom([], [idSlot('mediaId')]),
  socialAccountIds: fc.constant([idSlot('socialAccountId')]),
  // Pictures at other addresses are fetched; those of importMedia are tried on purpose.
  imageUrls: fc.constant([]),
  videoUrl: fc.constant(null),
  altTexts: fc.constant({}),
  overrides: fc.constant({}),
  thread: fc.constant([]),
  scheduledFor: instants(),
  startsAt: fc.constantFrom('2030-01-04T09:00', '2031-03-30T02:30'),
  expiresAt: fc.integer({ min: 1, max: 300 }).map((days) => inDays(days)),
  rule: fc.constantFrom('FREQ=DAILY;COUNT=3', 'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20'),
  month: fc.constantFrom('2026-11', '2027-02', '2028-12'),
  email: fc.constant(`${uniqueSlot}@example.com`),
  newEmail: fc.constant(`${uniqueSlot}@example.com`),
  cursor: fc.constant(undefined),
  version: fc.constant(versionSlot),
}

/** Values for a field that a request is likely to get through with; `undefined` where its schema says enough. */
export function hintFor(name: string, schema: Json): Arbitrary<unknown> | undefined {
  const named = byName[name]
  if (named !== undefined) return named
  if (schema['format'] === 'uuid' && isIdName(name)) return fc.constant(idSlot(name))
  return undefined
}

function instants(): Arbitrary<string> {
  return fc.integer({ min: 1, max: 360 }).map((days) => inDays(days))
}

/** A moment that a seed gives again, as long as the day is the same. */
function inDays(days: number): string {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000
  return new Date(midnight + days * 86_400_000).toISOString()
}
