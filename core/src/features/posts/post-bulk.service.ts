import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { makeSemaphore } from '../media/semaphore.ts'
import { mediaUsesOf } from './draft-media.ts'
import { prepareNewPost, type NewPost } from './new-post.ts'
import type { BulkMode, BulkRow } from './post-bulk.schemas.ts'
import { rehearse, storeAll } from './post-bulk.store.ts'
import { storePrepared } from './posts.service.ts'
import type { CreatePostBody } from './posts.schemas.ts'
import { asApiError, rowErrorOf } from './row-error.ts'
import { makeSharedMedia, type MediaSource } from './shared-media.ts'

/** A body as it came, or what the schema said against it. */
export type BulkInput = CreatePostBody | ApiError

/** A post that can be stored, or why it cannot. */
export type PreparedRow = NewPost | ApiError

/** The id of a post that was stored, or why it was not. */
export type StoredRow = string | ApiError

/** The most posts that one request makes. */
export const rowsAtOnce = 100

/** The most addresses that these posts name together. */
export const maxAddresses = 100

/** What is written in the transaction that stores a post, by the place of the post. */
export type WithRow = (transaction: Knex.Transaction, id: string, index: number) => Promise<void>

/**
 * Makes several posts, each as `createPost` does: all of them or none, or every one by itself. An address
 * that several of them name is fetched once for a brand, and forgotten where no post was stored with it.
 *
 * @throws ApiError BULK_REFUSED with the rows, where one of all or nothing is refused; VALIDATION_ERROR
 * for more than 100 different addresses
 */
export async function createPosts(
  context: Context,
  principal: Principal,
  input: {
    readonly mode: BulkMode
    readonly dryRun: boolean
    readonly posts: readonly BulkInput[]
    /** With mode `each`: what else is written with each post; where it throws, there is no post either. */
    readonly also?: WithRow
  },
): Promise<BulkRow[]> {
  const { mode, dryRun, posts, also } = input
  refuseManyAddresses(posts)
  if (dryRun) {
    const prepared = await prepareAll(context, principal, posts, 'none')
    return presentRows(await rehearse(context, principal, prepared), 'valid')
  }
  if (mode === 'all_or_nothing' && addressesOf(posts).size > 0) {
    // Nothing is fetched for what is refused anyway.
    const checked = await prepareAll(context, principal, posts, 'none')
    if (checked.some((post) => post instanceof ApiError)) {
      throw refusalOf(await rehearse(context, principal, checked))
    }
  }
  const media = makeSharedMedia(context, principal)
  const prepared = await prepareAll(context, principal, posts, media)
  const storing =
    mode === 'each'
      ? storeEach(context, principal, prepared, also)
      : storeAll(context, principal, prepared)
  const stored = await storing.catch(async (error: unknown) => {
    // After any other error it is not known whether the posts are there, so the media stay.
    if (error instanceof ApiError) await media.forgetUnused(new Set())
    throw error
  })
  const refused = mode === 'all_or_nothing' && stored.some((row) => row instanceof ApiError)
  await media.forgetUnused(refused ? new Set() : mediaOf(prepared, stored))
  if (refused) throw refusalOf(stored)
  return presentRows(stored, 'created')
}

function refusalOf(stored: readonly StoredRow[]): ApiError {
  return new ApiError('BULK_REFUSED', undefined, {
    details: stored.flatMap((row, index) =>
      row instanceof ApiError ? [{ index, ...rowErrorOf(row) }] : [],
    ),
  })
}

async function prepareAll(
  context: Context,
  principal: Principal,
  posts: readonly BulkInput[],
  media: MediaSource,
): Promise<PreparedRow[]> {
  const inTurn = makeSemaphore(4)
  return Promise.all(
    posts.map(async (post): Promise<PreparedRow> => {
      if (post instanceof ApiError) return post
      return inTurn(() => prepareNewPost(context, principal, post, media)).catch((error: unknown) =>
        asApiError(error, context.log),
      )
    }),
  )
}

async function storeEach(
  context: Context,
  principal: Principal,
  prepared: readonly PreparedRow[],
  also?: WithRow,
): Promise<StoredRow[]> {
  const stored: StoredRow[] = []
  // One after the other: of two with the same content the first one is made.
  for (const [index, post] of prepared.entries()) {
    const note =
      also &&
      ((transaction: Knex.Transaction, { id }: { readonly id: string }) =>
        also(transaction, id, index))
    stored.push(
      post instanceof ApiError
        ? post
        : await storePrepared(context, principal, post, note).then(
            ({ row }) => row.id,
            (error: unknown) => asApiError(error, context.log),
          ),
    )
  }
  return stored
}

function presentRows(stored: readonly StoredRow[], success: 'created' | 'valid'): BulkRow[] {
  return stored.map((row, index): BulkRow => {
    if (row instanceof ApiError) {
      return { index, status: 'failed', id: null, error: rowErrorOf(row) }
    }
    return { index, status: success, id: success === 'created' ? row : null, error: null }
  })
}

/** The media of the posts that were stored; of those that perhaps were, too. */
function mediaOf(prepared: readonly PreparedRow[], stored: readonly StoredRow[]): Set<string> {
  return new Set(
    prepared.flatMap((post, index) => {
      const row = stored[index]
      const refused = row instanceof ApiError && row.code !== 'INTERNAL_ERROR'
      return post instanceof ApiError || refused
        ? []
        : mediaUsesOf(post.draft).flatMap(({ mediaIds }) => mediaIds)
    }),
  )
}

/** So many may hold up one request; each of them for as long as its host likes, up to half a minute. */
function refuseManyAddresses(posts: readonly BulkInput[]): void {
  const { size } = addressesOf(posts)
  if (size <= maxAddresses) return
  throw invalid(
    'posts',
    `At most ${maxAddresses} different addresses of pictures and videos; these have ${size}.`,
  )
}

/** The different addresses of files that posts name. */
export function addressesOf(posts: readonly BulkInput[]): Set<string> {
  return new Set(
    posts.flatMap((post) =>
      post instanceof ApiError ? [] : [...(post.imageUrls ?? []), ...[post.videoUrl ?? []].flat()],
    ),
  )
}
