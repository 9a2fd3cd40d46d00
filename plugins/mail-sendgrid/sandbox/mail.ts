import { Type, type Static } from 'typebox'

const Address = Type.Object(
  {
    email: Type.String({ pattern: '^[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>]+$' }),
    name: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
const Addresses = Type.Array(Address, { minItems: 1, maxItems: 1000 })
const Texts = Type.Record(Type.String(), Type.String())
const Switches = Type.Record(Type.String(), Type.Unknown())

/** A mail as it is handed in ("Mail send", v3), as far as it is emulated. */
export const Mail = Type.Object(
  {
    personalizations: Type.Array(
      Type.Object(
        {
          to: Addresses,
          cc: Type.Optional(Addresses),
          bcc: Type.Optional(Addresses),
          subject: Type.Optional(Type.String({ minLength: 1 })),
          headers: Type.Optional(Texts),
          custom_args: Type.Optional(Texts),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
    from: Address,
    reply_to: Type.Optional(Address),
    subject: Type.Optional(Type.String({ minLength: 1 })),
    content: Type.Array(
      Type.Object(
        { type: Type.String({ minLength: 1 }), value: Type.String({ minLength: 1 }) },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    headers: Type.Optional(Texts),
    categories: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 10 })),
    custom_args: Type.Optional(Texts),
    mail_settings: Type.Optional(Switches),
    tracking_settings: Type.Optional(Switches),
  },
  { additionalProperties: false },
)
/** See {@link Mail}. */
export type Mail = Static<typeof Mail>

/** A mail that was taken. */
export interface StoredMail {
  /** As in `X-Message-Id`. */
  readonly id: string
  readonly mail: Mail
}

/** What happens to a mail for an address, in order. */
export function eventsFor(address: string): readonly string[] {
  const bare = address.toLowerCase()
  if (isFull(address)) return ['processed', 'bounce']
  if (/^bounced(\+.*)?@|@bounce\.example$/.test(bare)) return ['processed', 'bounce']
  if (/^complained(\+.*)?@/.test(bare)) return ['processed', 'delivered', 'spamreport']
  return ['processed', 'delivered']
}

/** Whether the mailbox is full: what bounces then may arrive the next time. */
export function isFull(address: string): boolean {
  return /^full(\+.*)?@/i.test(address)
}
