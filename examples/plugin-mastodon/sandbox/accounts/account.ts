import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Instance } from '../instances.ts'

/** An account of an emulated instance. Made when somebody first consents in its name. */
export interface Account {
  readonly id: string
  /** The handle, as first spelt, without the instance. */
  readonly username: string
  readonly host: string
  readonly name: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** What a handle's beginning makes of an account; see the README beside. */
export interface Traits {
  readonly suspended: boolean
  /** Its posts are for followers, unless it says otherwise. */
  readonly locked: boolean
  /** Its owner has chosen German. */
  readonly german: boolean
}

/** Handles: 1 to 30 letters, digits and underscores. */
export const handlePattern = /^[A-Za-z0-9_]{1,30}$/

/** The account of a handle, made on the fly, always with the same id. */
export function accountOf(context: EmulatorContext, { host }: Instance, handle: string): Account {
  const accounts = context.store.collection<Account>('accounts')
  const bytes = createHash('sha256').update(`${handle.toLowerCase()}@${host}`).digest()
  const createdAt = Date.UTC(2017, 0, 1) + bytes.readUInt32BE(0) * 60
  const id = String((BigInt(createdAt) << 16n) | BigInt(bytes.readUInt16BE(4)))
  const known = accounts.get(id)
  if (known !== undefined) return known
  const account: Account = {
    id,
    username: handle,
    host,
    name: displayName(handle),
    createdAt: new Date(createdAt).toISOString(),
  }
  accounts.set(id, account)
  return account
}

/** The account of an id. */
export function findAccount(context: EmulatorContext, id: string): Account | undefined {
  return context.store.collection<Account>('accounts').get(id)
}

/** The meaning of a handle's beginning. */
export function traitsOf({ username }: Account): Traits {
  const handle = username.toLowerCase()
  return {
    suspended: handle.startsWith('suspended'),
    locked: handle.startsWith('locked'),
    german: handle.startsWith('german'),
  }
}

function displayName(handle: string): string {
  const words = handle.split('_').filter((word) => word !== '')
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
  return name === '' ? handle : name
}
