import { StoragePartsRefused, type PartStorage, type SignedUpload } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import type { DirectUpload } from './direct-upload.model.ts'
import { finish, forgetBytes, move, ownUpload } from './direct-upload.states.ts'

/** How long the address of a part is good. */
export const partSeconds = 3_600

/** How a file is cut into parts: all but the last have this many bytes. */
export interface PartPlan {
  readonly size: number
  readonly count: number
}

/** A part, and the request that sends it. */
export interface SignedPart extends SignedUpload {
  readonly number: number
  /** Bytes, exactly. */
  readonly size: number
}

/** Begins at the storage what was announced. What cannot be begun counts no more. */
export async function beginParts(context: Context, upload: DirectUpload): Promise<DirectUpload> {
  try {
    const partsId = await partsOf(context).begin(upload.storageKey, upload.mimeType)
    return (await move(context, upload, 'waiting', 'waiting', { partsId })) ?? upload
  } catch (error) {
    await finish(context, upload, null)
    throw error
  }
}

/** How an upload is cut; `null` for one that comes as a whole. */
export function planOf(context: Context, { size, partsId }: DirectUpload): PartPlan | null {
  if (partsId === null) return null
  const part = partsOf(context).partSize(size)
  return { size: part, count: Math.ceil(size / part) }
}

/**
 * Signs the addresses of parts, as often as it is wanted.
 *
 * @throws ApiError NOT_FOUND, CONFLICT where it comes as a whole or all parts are there, VALIDATION_ERROR for a number behind the
 * last part
 */
export async function signParts(
  context: Context,
  principal: Principal,
  id: string,
  numbers: readonly number[],
): Promise<SignedPart[]> {
  const { upload, plan, partsId } = await openParts(context, principal, id)
  if (upload.status !== 'waiting') throw new ApiError('CONFLICT', 'All parts were sent.')
  const { storageKey } = upload
  const behind = numbers.findIndex((number) => number > plan.count)
  if (behind >= 0) throw invalid(`numbers[${behind}]`, `The last part is ${plan.count}.`)
  return Promise.all(
    numbers.map(async (number) => {
      const size = number === plan.count ? upload.size - plan.size * (number - 1) : plan.size
      const part = { number, size, seconds: partSeconds }
      return { number, size, ...(await partsOf(context).partUrl(storageKey, partsId, part)) }
    }),
  )
}

/**
 * Makes one file of all parts; repeatable. What is not as long as was announced is gone.
 *
 * @throws ApiError NOT_FOUND, CONFLICT where it comes as a whole, VALIDATION_ERROR for parts of which the file cannot be made
 */
export async function joinParts(
  context: Context,
  principal: Principal,
  id: string,
  etags: readonly string[],
): Promise<void> {
  const { upload, plan, partsId } = await openParts(context, principal, id)
  // Whoever lost the answer gets it again.
  if (upload.status !== 'waiting') return
  if (etags.length !== plan.count) {
    throw invalid('etags', `Send the ETag of each of the ${plan.count} parts, in their order.`)
  }
  const { storageKey, size } = upload
  const sent = etags.map((etag, index) => ({ number: index + 1, etag }))
  try {
    await partsOf(context).complete(storageKey, partsId, sent)
  } catch (error) {
    if (error instanceof StoragePartsRefused) throw invalid('etags', error.message)
    throw error
  }
  const found = await context.storage.size(storageKey)
  if (found !== size) {
    await forgetBytes(context, upload)
    await finish(context, upload, null)
    throw invalid('etags', `The parts have ${found} bytes together; ${size} were announced.`)
  }
  await move(context, upload, 'waiting', 'received')
}

async function openParts(
  context: Context,
  principal: Principal,
  id: string,
): Promise<{ readonly upload: DirectUpload; readonly plan: PartPlan; readonly partsId: string }> {
  const upload = await ownUpload(context, principal, id)
  const plan = planOf(context, upload)
  if (plan === null || upload.partsId === null) {
    throw new ApiError('CONFLICT', 'This file is sent as a whole, to the address of its upload.')
  }
  return { upload, plan, partsId: upload.partsId }
}

function partsOf({ storage }: Context): PartStorage {
  if (storage.direct !== undefined) return storage.direct.parts
  throw new ApiError('CONFLICT', 'Files go another way now; announce this one again.')
}
