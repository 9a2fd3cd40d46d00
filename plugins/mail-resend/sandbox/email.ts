import { Type, type Static } from 'typebox'

const Addresses = Type.Union([
  Type.String({ minLength: 3 }),
  Type.Array(Type.String({ minLength: 3 }), { minItems: 1, maxItems: 50 }),
])

/** A mail as it is handed in ("Send email"). */
export const Email = Type.Object(
  {
    from: Type.String(),
    to: Addresses,
    subject: Type.String({ maxLength: 998 }),
    cc: Type.Optional(Addresses),
    bcc: Type.Optional(Addresses),
    reply_to: Type.Optional(Addresses),
    html: Type.Optional(Type.String()),
    text: Type.Optional(Type.String()),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    tags: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.String({ pattern: '^[A-Za-z0-9_-]{1,256}$' }),
          value: Type.String({ pattern: '^[A-Za-z0-9_-]{1,256}$' }),
        }),
        { maxItems: 75 },
      ),
    ),
  },
  { additionalProperties: false },
)
/** See {@link Email}. */
export type Email = Static<typeof Email>

/** A mail that was taken. */
export interface StoredEmail {
  readonly id: string
  readonly email: Email
  /** ISO 8601. */
  readonly createdAt: string
  readonly fate: Fate
}

/** What becomes of a mail after it was taken. */
export type Fate = 'delivered' | 'bounced' | 'complained'

/** By the address: those that Resend has for tests, mailboxes that are full, and all of a domain that bounces. */
export function fateOf(address: string): Fate {
  const bare = bareAddress(address)
  if (isFull(bare) || /^bounced(\+.*)?@resend\.dev$|@bounce\.example$/.test(bare)) return 'bounced'
  return /^complained(\+.*)?@/.test(bare) ? 'complained' : 'delivered'
}

/** Whether the mailbox is full: what bounces then may arrive the next time. */
export function isFull(address: string): boolean {
  return /^full(\+.*)?@/.test(bareAddress(address))
}

/** `Ada <ada@example.com>` without the name, in lower case. */
export function bareAddress(address: string): string {
  return (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase()
}

/** One address or many as many. */
export function listed(addresses: Static<typeof Addresses> | undefined): readonly string[] {
  if (addresses === undefined) return []
  return typeof addresses === 'string' ? [addresses] : addresses
}

const format = /^(?:[^<>@]*<[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)$/

/** Whether it is an address, with or without a name. */
export function isAddress(address: string): boolean {
  return format.test(address.trim())
}
