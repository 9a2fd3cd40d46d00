import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { hashToken } from '../auth/secret-tokens.ts'
import { factorTables, type Holder } from './holder.ts'

/** How many one gets at a time. */
const count = 10
/** Letters and digits that nobody mistakes for each other: 5 bits each. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
const groups = 6
const groupLength = 4

/**
 * Makes ten codes for the day on which the authenticator is lost, 120 random bits each; those before are worth nothing. Only the hash is
 * stored, for which SHA-256 suffices above 112 bits (ASVS 6.5.2).
 */
export async function makeRecoveryCodes(
  transaction: Knex.Transaction,
  holder: Holder,
): Promise<string[]> {
  const codes = Array.from({ length: count }, makeCode)
  const { codes: table, owner } = factorTables[holder.kind]
  await transaction(table).where(owner, holder.id).delete()
  await transaction(table).insert(
    codes.map((code) => ({ [owner]: holder.id, code_hash: hashOf(holder, code) })),
  )
  return codes
}

/** Uses a code, which counts once. @returns false for one that is wrong or was used */
export async function useRecoveryCode(
  transaction: Knex.Transaction,
  holder: Holder,
  code: string,
): Promise<boolean> {
  const { codes, owner } = factorTables[holder.kind]
  const used = await transaction(codes)
    .where({ [owner]: holder.id, code_hash: hashOf(holder, code) })
    .whereNull('used_at')
    .update({ used_at: transaction.raw('clock_timestamp()') })
  return used === 1
}

/** How many codes are left. */
export async function countRecoveryCodes(system: Knex, holder: Holder): Promise<number> {
  const { codes, owner } = factorTables[holder.kind]
  const rows = (await system(codes)
    .where(owner, holder.id)
    .whereNull('used_at')
    .select('id')) as unknown[]
  return rows.length
}

function makeCode(): string {
  const letters = Array.from(randomBytes(groups * groupLength), (byte) => alphabet[byte % 32])
  return Array.from({ length: groups }, (_, group) =>
    letters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-')
}

/** However it is typed: with or without hyphens, in any case. */
function hashOf(holder: Holder, code: string): Buffer {
  return hashToken(`${holder.id}|${code.toLowerCase().replaceAll(/[\s-]/g, '')}`)
}
