import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { videoLimits } from '../api/limits.ts'

/** A member of the emulated network. Made when somebody first consents in its name. */
export interface Account {
  /** The handle in lower case: TikTok's differ by more than case. */
  readonly handle: string
  /** The handle, as first spelt. */
  readonly username: string
  readonly displayName: string
}

/** What a handle's beginning makes of an account; see the README beside. */
export interface Traits {
  readonly isPrivate: boolean
  /** Comments, duets and stitches are off. */
  readonly quiet: boolean
  readonly maxSeconds: number
  readonly banned: boolean
  readonly capped: boolean
  readonly oldApp: boolean
  readonly laggy: boolean
  /** What TikTok fetches for it hangs, and is given up in the end. */
  readonly hanging: boolean
  readonly spammer: boolean
  readonly longModeration: boolean
  readonly takenDown: boolean
}

/** Handles: 2 to 24 letters, digits, underscores and dots, with no dot at the end. */
export const handlePattern = /^[A-Za-z0-9_.]{1,23}[A-Za-z0-9_]$/

/** The account of a handle, made on the fly. */
export function accountOf(context: EmulatorContext, username: string): Account {
  const accounts = accountsOf(context)
  const handle = username.toLowerCase()
  const known = accounts.get(handle)
  if (known !== undefined) return known
  const account = { handle, username, displayName: displayName(username) }
  accounts.set(handle, account)
  return account
}

/** The account of a handle in lower case, where there is one. */
export function findAccount(context: EmulatorContext, handle: string): Account | undefined {
  return accountsOf(context).get(handle)
}

/** Who an account is to one app; always the same, and beginning with a dash, as some real ones do. */
export function openIdOf(clientKey: string, account: Account): string {
  return `-000${digest(`${clientKey}:${account.handle}`).toString('base64url').slice(0, 32)}`
}

/** Who an account is to all apps of a developer. */
export function unionIdOf(account: Account): string {
  const hex = digest(`union:${account.handle}`).toString('hex').slice(0, 32)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The meaning of a handle's beginning. */
export function traitsOf({ handle }: Account): Traits {
  return {
    isPrivate: handle.startsWith('private'),
    quiet: handle.startsWith('quiet'),
    maxSeconds: handle.startsWith('short')
      ? videoLimits.shortCreatorSeconds
      : videoLimits.mostSeconds,
    banned: handle.startsWith('banned'),
    capped: handle.startsWith('capped'),
    oldApp: handle.startsWith('oldapp'),
    laggy: handle.startsWith('laggy'),
    hanging: handle.startsWith('hanging'),
    spammer: handle.startsWith('spam'),
    longModeration: handle.startsWith('moderated'),
    takenDown: handle.startsWith('removed'),
  }
}

/** False for `repeat…`: nothing is counted there, so that nothing saves a client from posting twice. */
export function rateLimited({ handle }: Account): boolean {
  return !handle.startsWith('repeat')
}

/** Numbers of a profile that follow from its handle. */
export function profileNumbers(account: Account): {
  readonly followers: number
  readonly following: number
} {
  const bytes = digest(account.handle)
  return { followers: 20 + bytes.readUInt16BE(0), following: 10 + (bytes.readUInt16BE(2) % 800) }
}

function displayName(username: string): string {
  const words = username.split(/[_.]/).filter((word) => word !== '')
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
  return name === '' ? username : name
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function accountsOf(context: EmulatorContext): Map<string, Account> {
  return context.store.collection<Account>('accounts')
}
