import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A member of the emulated network. Made when somebody first consents in its name. */
export interface Account {
  /** The professional account's id, `user_id` of an answer: `17841…`, odd, so that it survives no double. */
  readonly id: string
  /** What the app of Instagram Login sees as `id`; no path takes it (instagram.md 1A). */
  readonly scopedId: string
  readonly username: string
  readonly name: string
  /** When it was first used, in milliseconds. */
  readonly since: number
}

/** What a handle's beginning makes of an account; see the README beside. */
export interface Traits {
  /** Cannot finish the login: neither a business nor a creator. */
  readonly personal: boolean
  readonly creator: boolean
  /** Must first open the app: 25/2207050. */
  readonly restricted: boolean
  /** 368 on containers, publishing and comments. */
  readonly blocked: boolean
  /** `media_publish` answers 4/2207051 although it has published. */
  readonly spam: boolean
  /** A second `media_publish` of a container publishes again. */
  readonly repeats: boolean
  /** Two posts in 24 hours. */
  readonly quota: boolean
  /** Below 100 followers, and stories with fewer than five viewers. */
  readonly small: boolean
  /** Hides how many likes its posts have. */
  readonly hidden: boolean
  /** May not make trial reels. */
  readonly noTrial: boolean
  /** What its servers answer is at first an error that passes. */
  readonly flaky: boolean
  /** Becomes a personal account a minute after it was first used. */
  readonly converts: boolean
  /** Strangers comment on its posts and mention it. */
  readonly popular: boolean
}

/** Handles: 1 to 30 letters, digits, underscores and periods, in small letters. */
export const handlePattern = /^[a-z0-9._]{1,30}$/

/** The account of a handle, made on the fly. Handles do not differ by case. */
export function accountOf(context: EmulatorContext, handle: string): Account {
  const username = handle.toLowerCase()
  const accounts = accountsIn(context)
  const id = accountId(username)
  const known = accounts.get(id)
  if (known !== undefined) return known
  const scopedId = String(24_000_000_000_000_000n + numberOf(username, 8))
  const since = context.now().getTime()
  const account = { id, scopedId, username, name: displayName(username), since }
  accounts.set(id, account)
  return account
}

/** The account of an id. */
export function findAccount(context: EmulatorContext, id: string): Account | undefined {
  return accountsIn(context).get(id)
}

/** The account of a handle, where somebody has used it. */
export function accountNamed(context: EmulatorContext, handle: string): Account | undefined {
  return accountsIn(context).get(accountId(handle.toLowerCase()))
}

/** The meaning of a handle's beginning. */
export function traitsOf({ username }: Account): Traits {
  const begins = (word: string) => username.startsWith(word)
  return {
    personal: begins('personal'),
    creator: begins('creator'),
    restricted: begins('restricted'),
    blocked: begins('blocked'),
    spam: begins('spam'),
    repeats: begins('repeat'),
    quota: begins('quota'),
    small: begins('small'),
    hidden: begins('hidden'),
    noTrial: begins('notrial'),
    flaky: begins('flaky'),
    converts: begins('converts'),
    popular: begins('popular'),
  }
}

/** Always the same for a handle, so that a reset changes no ids. */
function accountId(username: string): string {
  return String(17_841_400_000_000_000n + (numberOf(username, 0) % 99_999_999_999n) * 2n + 1n)
}

function numberOf(username: string, offset: number): bigint {
  return createHash('sha256').update(username).digest().readBigUInt64BE(offset) % 10n ** 15n
}

function displayName(username: string): string {
  const words = username.split(/[._]/).filter((word) => word !== '')
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
  return name === '' ? username : name
}

function accountsIn(context: EmulatorContext): Map<string, Account> {
  return context.store.collection<Account>('accounts')
}
