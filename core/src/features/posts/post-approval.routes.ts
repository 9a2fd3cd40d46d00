import { principalOf } from '../../authz/principal.ts'
import type { ErrorCode } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { presentWithApproval } from './post-approval.presenter.ts'
import {
  ApprovePostBody,
  DecisionHeaders,
  PostWithApproval,
  RejectPostBody,
} from './post-approval.schemas.ts'
import { approvePost, rejectPost } from './post-approval.service.ts'
import { PostParams } from './posts.schemas.ts'

const tags = ['Posts']

const deciding: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'FORBIDDEN',
  'NOT_FOUND',
  'VERSION_CONFLICT',
  'CONFLICT',
]

/** What becomes of posts that wait for approval: below `/posts`. */
export async function postApprovalRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/posts/:id/approve',
    {
      config: { permission: ['approve', 'Post'] },
      schema: {
        operationId: 'approvePost',
        summary: 'Approve a post',
        description:
          'For a post that is `PENDING_APPROVAL`: it is scheduled, or goes out at once, as its author wanted; every check is made again. Needs the `version` that was read, so that nothing is approved that nobody saw.',
        tags,
        params: PostParams,
        headers: DecisionHeaders,
        body: ApprovePostBody,
        response: {
          200: dataOf(PostWithApproval),
          ...errorsOf(
            ...deciding,
            'PLATFORM_UNAVAILABLE',
            'ACCOUNT_NOT_CONNECTED',
            'DUPLICATE_CONTENT',
            'TOO_CLOSE',
          ),
        },
      },
    },
    async (request, reply) => {
      const post = await approvePost(context, principalOf(request), request.params.id, {
        ...request.body,
        version: versionOf(request.body.version, request.headers['if-match']),
      })
      void reply.header('etag', etagOf(post.row.version))
      return { data: presentWithApproval(post) }
    },
  )

  app.post(
    '/posts/:id/reject',
    {
      config: { permission: ['approve', 'Post'] },
      schema: {
        operationId: 'rejectPost',
        summary: 'Reject a post',
        description:
          'For a post that is `PENDING_APPROVAL`: it is a draft again, without a time, and its author is told why. Needs the `version` that was read.',
        tags,
        params: PostParams,
        headers: DecisionHeaders,
        body: RejectPostBody,
        response: { 200: dataOf(PostWithApproval), ...errorsOf(...deciding) },
      },
    },
    async (request, reply) => {
      const post = await rejectPost(context, principalOf(request), request.params.id, {
        ...request.body,
        version: versionOf(request.body.version, request.headers['if-match']),
      })
      void reply.header('etag', etagOf(post.row.version))
      return { data: presentWithApproval(post) }
    },
  )
}
