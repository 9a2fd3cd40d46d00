import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import type { Changes } from '../changes.ts'
import type { Clock } from '../clock.ts'
import type { SandboxLogger } from '../logger.ts'
import { openStore } from '../store/kept-store.ts'

/** A mail as it is handed in. */
export const IncomingMail = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 200 }),
    to: Type.String({ minLength: 3, maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' }),
    subject: Type.String({ maxLength: 1000 }),
    text: Type.String({ maxLength: 200_000 }),
    html: Type.Optional(Type.String({ maxLength: 500_000 })),
  },
  { additionalProperties: false },
)

/** See {@link IncomingMail}. */
export type IncomingMail = Static<typeof IncomingMail>

/** A mail in the outbox. */
export interface StoredMail extends IncomingMail {
  /** The sandbox's time, ISO 8601. */
  readonly receivedAt: string
}

/** The mails that T21 would have sent. */
export interface Mailbox {
  /** Keeps a mail; one with the id of an earlier one is the same mail, handed in again. */
  put(mail: IncomingMail): { readonly mail: StoredMail; readonly added: boolean }
  get(id: string): StoredMail | undefined
  /** Newest first. */
  list(to?: string): readonly StoredMail[]
  clear(): Promise<void>
  close(): Promise<void>
}

const kept = 1000

/** Opens the mailbox, with what the folder holds from the last time. */
export async function openMailbox(options: {
  readonly dataDir: string | undefined
  readonly clock: Clock
  readonly changes: Changes
  readonly logger: SandboxLogger
}): Promise<Mailbox> {
  const { dataDir, clock, changes, logger } = options
  const store = await openStore({
    folder: dataDir === undefined ? undefined : join(dataDir, '_outbox'),
    logger,
    onChange: () => changes.announce('outbox'),
  })
  const mails = store.collection<StoredMail>('mails')

  return {
    put(incoming) {
      const earlier = mails.get(incoming.id)
      if (earlier !== undefined) return { mail: earlier, added: false }
      const mail = { ...incoming, receivedAt: clock.now().toISOString() }
      mails.set(mail.id, mail)
      const [oldest] = mails.keys()
      if (mails.size > kept && oldest !== undefined) mails.delete(oldest)
      return { mail, added: true }
    },
    get: (id) => mails.get(id),
    list(to) {
      const newestFirst = [...mails.values()].reverse()
      if (to === undefined) return newestFirst
      return newestFirst.filter((mail) => mail.to.toLowerCase() === to.toLowerCase())
    },
    clear: () => store.clear(),
    close: () => store.close(),
  }
}
