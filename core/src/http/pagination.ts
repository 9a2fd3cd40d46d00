import { Type } from 'typebox'
import { isSameSecret, signatureOf } from '../crypto/signature.ts'
import { ApiError } from '../errors.ts'

const lifetimeMilliseconds = 24 * 3_600_000

/** The query of every list. */
export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Items per page.' }),
  cursor: Type.Optional(
    Type.String({
      maxLength: 1_000,
      description: 'Where to go on: `meta.nextCursor` of the page before. Valid for 24 hours.',
    }),
  ),
}

/** The `meta` of every list. */
export const PageMeta = Type.Object({
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'Give it as `cursor` to get the next page; `null` on the last one.',
  }),
})

/**
 * Makes the cursor that stands behind the last item of a page. It is signed, names its list, and
 * expires, so that it can neither be forged nor used for another list.
 */
function encodeCursor(secret: string, list: string, position: string): string {
  const payload = Buffer.from(
    JSON.stringify([list, position, Date.now() + lifetimeMilliseconds]),
  ).toString('base64url')
  return `${payload}.${sign(secret, payload)}`
}

/** @returns the position @throws ApiError INVALID_CURSOR */
export function decodeCursor(secret: string, list: string, cursor: string): string {
  const [payload = '', signature = ''] = cursor.split('.')
  if (!isSameSecret(sign(secret, payload), signature)) throw new ApiError('INVALID_CURSOR')
  const [ofList, position, until] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    string,
    string,
    number,
  ]
  if (ofList !== list || until < Date.now()) throw new ApiError('INVALID_CURSOR')
  return position
}

/**
 * Cuts a page out of `limit + 1` rows.
 *
 * @param list the name of the list and of whatever narrows it, so that a cursor fits no other list
 */
export function page<Row extends { readonly id: string }>(
  rows: readonly Row[],
  options: { readonly limit: number; readonly secret: string; readonly list: string },
): { items: readonly Row[]; meta: { nextCursor: string | null } } {
  const items = rows.slice(0, options.limit)
  const last = items.at(-1)
  const more = rows.length > options.limit && last !== undefined
  return {
    items,
    meta: { nextCursor: more ? encodeCursor(options.secret, options.list, last.id) : null },
  }
}

function sign(secret: string, payload: string): string {
  return signatureOf(secret, ['cursor', payload]).slice(0, 22)
}
