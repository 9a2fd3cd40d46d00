import type { FastifyRequest } from 'fastify'
import { principalOf } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { describeErrors, type SchemaError } from '../../schema-errors.ts'
import { BulkAnswer, BulkPostsBody } from './post-bulk.schemas.ts'
import { createPosts, type BulkInput } from './post-bulk.service.ts'

/** A hundred long posts with what differs on each network. */
const bodyLimit = 8 * 1_048_576

/** Writing many posts at once: below `/posts`. */
export async function postBulkRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/posts/bulk',
    {
      config: { permission: ['create', 'Post'] },
      bodyLimit,
      // A row that does not fit the schema is that row's error and no reason to refuse the others.
      attachValidation: true,
      schema: {
        operationId: 'createPosts',
        summary: 'Create many posts',
        description:
          'Up to 100 bodies of `createPost`, each checked as a single one. `data` says of each what became of it. With `all_or_nothing` they are stored in one transaction or not at all, and a refusal answers `BULK_REFUSED`, whose `details` name the rows; with `each` the answer is 200 whatever becomes of the single ones. Uses one credit for each post that is created. An address that several posts of a brand name is fetched once.',
        tags: ['Posts'],
        body: BulkPostsBody,
        response: {
          200: BulkAnswer,
          ...errorsOf('VALIDATION_ERROR', 'FORBIDDEN', 'BULK_REFUSED', 'PAYLOAD_TOO_LARGE'),
        },
      },
    },
    async (request) => {
      const posts = rowsOf(request)
      const { mode, dryRun = false } = request.body
      const rows = await createPosts(context, principalOf(request), { mode, dryRun, posts })
      const failed = rows.filter(({ status }) => status === 'failed').length
      const succeeded = rows.length - failed
      const meta = { dryRun, succeeded, failed, creditsUsed: dryRun ? 0 : succeeded }
      return { data: rows, meta }
    },
  )
}

/** The posts, with what the schema says against single ones in their place. @throws what it says against the rest */
function rowsOf(request: FastifyRequest<{ Body: BulkPostsBody }>): BulkInput[] {
  const { validationError } = request
  if (validationError === undefined) return request.body.posts
  const complaints = (validationError.validation ?? []) as readonly SchemaError[]
  const byRow = Map.groupBy(complaints, ({ instancePath }) => rowPath.exec(instancePath)?.[1])
  if (complaints.length === 0 || byRow.has(undefined)) throw validationError
  return request.body.posts.map((post, index) => {
    const errors = byRow.get(String(index))
    if (errors === undefined) return post
    const details = describeErrors(
      errors.map((error) => ({ ...error, instancePath: error.instancePath.replace(rowPath, '') })),
    ).map(({ field, message }) => ({ field: field === '' ? 'post' : field, message }))
    return new ApiError('VALIDATION_ERROR', 'Invalid request data', { details })
  })
}

const rowPath = /^\/posts\/(\d+)(?=\/|$)/
