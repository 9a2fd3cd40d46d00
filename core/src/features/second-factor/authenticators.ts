import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import { keyRing } from '../../crypto/key-ring.ts'
import { decryptToken, encryptToken, type SealedPlace } from '../../crypto/sealed-box.ts'
import { factorTables, type Holder } from './holder.ts'
import { stepOfCode } from './totp.ts'

type Keys = Pick<Config, 'encryptionKeys'>

/** Whether a login of this person needs a second factor. */
export async function hasTotp(system: Knex, holder: Holder): Promise<boolean> {
  const { authenticators, owner } = factorTables[holder.kind]
  const row: unknown = await system(authenticators)
    .where(owner, holder.id)
    .whereNotNull('confirmed_at')
    .first('id')
  return row !== undefined
}

/** Keeps a secret that is not confirmed yet, in the place of an earlier one that never was. @returns false where TOTP is on */
export async function storeTotpSecret(
  transaction: Knex.Transaction,
  config: Keys,
  holder: Holder,
  secret: string,
): Promise<boolean> {
  const { authenticators, owner } = factorTables[holder.kind]
  await transaction(authenticators)
    .insert({ [owner]: holder.id, secret: '' })
    .onConflict(owner)
    .ignore()
  const row = await transaction(authenticators)
    .where(owner, holder.id)
    .whereNull('confirmed_at')
    .forUpdate()
    .first<{ id: string } | undefined>('id')
  if (row === undefined) return false
  const sealed = encryptToken(keyRing(config.encryptionKeys), secret, placeOf(row.id, holder))
  await transaction(authenticators)
    .where({ id: row.id })
    .update({ secret: sealed, created_at: transaction.raw('clock_timestamp()') })
  return true
}

/** The secret that waits to be confirmed. @returns `undefined` where none does */
export async function waitingTotpSecret(
  system: Knex,
  config: Keys,
  holder: Holder,
): Promise<string | undefined> {
  const { authenticators, owner } = factorTables[holder.kind]
  const row = await system(authenticators)
    .where(owner, holder.id)
    .whereNull('confirmed_at')
    .first<{ id: string; secret: string } | undefined>('id', 'secret')
  return row && decryptToken(keyRing(config.encryptionKeys), row.secret, placeOf(row.id, holder))
}

/**
 * Uses a code: it counts once, and so do those of earlier steps. Of many at once, one succeeds.
 *
 * @param state whether the secret has to have been confirmed before, or becomes so now
 * @returns false for a code that is wrong or was used
 */
export async function useTotpCode(
  transaction: Knex.Transaction,
  config: Keys,
  { holder, code }: { readonly holder: Holder; readonly code: string },
  state: 'confirmed' | 'unconfirmed' = 'confirmed',
): Promise<boolean> {
  const { authenticators, owner } = factorTables[holder.kind]
  const found = await transaction(authenticators)
    .where(owner, holder.id)
    .whereRaw(state === 'confirmed' ? 'confirmed_at is not null' : 'confirmed_at is null')
    .forUpdate()
    .first<{ id: string; secret: string; seconds: number } | undefined>(
      'id',
      'secret',
      transaction.raw('cast(extract(epoch from clock_timestamp()) as float8) as seconds'),
    )
  if (found === undefined) return false
  const secret = decryptToken(
    keyRing(config.encryptionKeys),
    found.secret,
    placeOf(found.id, holder),
  )
  const step = stepOfCode(secret, code, found.seconds)
  if (step === undefined) return false
  const used = await transaction(authenticators)
    .where({ id: found.id })
    .whereRaw('coalesce(last_step < ?, true)', [step])
    .update({
      last_step: step,
      confirmed_at: transaction.raw('coalesce(confirmed_at, clock_timestamp())'),
    })
  return used === 1
}

function placeOf(rowId: string, { kind, id }: Holder): SealedPlace {
  const table = factorTables[kind].authenticators
  return { table, column: 'secret', rowId, organizationId: id }
}
