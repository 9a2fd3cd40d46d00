import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A member of the emulated network. Made when somebody first consents in its name. */
export interface Account {
  readonly id: string
  /** The handle, as first spelt. */
  readonly username: string
  readonly name: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** What a handle's beginning makes of an account; see the README beside. */
export interface Traits {
  readonly premium: boolean
  readonly suspended: boolean
  readonly locked: boolean
  /** The app that posts for it has run out of credits, or of its month's cap, or has no contract. */
  readonly noCredits: boolean
  readonly capped: boolean
  readonly unenrolled: boolean
  readonly isProtected: boolean
  readonly enterprise: boolean
  /** May post the same text again and again. */
  readonly repeats: boolean
}

/** Handles: 1 to 15 letters, digits and underscores. */
export const handlePattern = /^[A-Za-z0-9_]{1,15}$/

/** The account of a handle, made on the fly. Handles differ by more than case. */
export function accountOf(context: EmulatorContext, handle: string): Account {
  const accounts = context.store.collection<Account>('accounts')
  const id = accountId(handle)
  const known = accounts.get(id)
  if (known !== undefined) return known
  const account = {
    id,
    username: handle,
    name: displayName(handle),
    createdAt: new Date(accountCreation(handle)).toISOString(),
  }
  accounts.set(id, account)
  return account
}

/** The account of an id. */
export function findAccount(context: EmulatorContext, id: string): Account | undefined {
  return context.store.collection<Account>('accounts').get(id)
}

/** Like an id of X, and always the same for a handle, so that a reset changes no ids. */
function accountId(handle: string): string {
  const sequence = BigInt(digest(handle).readUInt32BE(4) & 0x3fffff)
  return String(((BigInt(accountCreation(handle)) - 1288834974657n) << 22n) | sequence)
}

/** The meaning of a handle's beginning. */
export function traitsOf(account: Account): Traits {
  const handle = account.username.toLowerCase()
  return {
    premium: handle.startsWith('premium'),
    suspended: handle.startsWith('suspended'),
    locked: handle.startsWith('locked'),
    noCredits: handle.startsWith('nocredits'),
    capped: handle.startsWith('capped'),
    unenrolled: handle.startsWith('unenrolled'),
    isProtected: handle.startsWith('protected'),
    enterprise: handle.startsWith('enterprise'),
    repeats: handle.startsWith('repeat'),
  }
}

/** Somewhere in the ten years after 2013, in milliseconds. */
function accountCreation(handle: string): number {
  const share = digest(handle).readUInt32BE(0) / 2 ** 32
  return Date.UTC(2013, 0, 1) + Math.floor(share * 10 * 365 * 24 * 60 * 60 * 1000)
}

function digest(handle: string): Buffer {
  return createHash('sha256').update(handle.toLowerCase()).digest()
}

function displayName(handle: string): string {
  const words = handle.split('_').filter((word) => word !== '')
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
  return name === '' ? handle : name
}
