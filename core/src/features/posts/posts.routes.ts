import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { ErrorCode } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { presentWithApproval } from './post-approval.presenter.ts'
import { PostWithApproval } from './post-approval.schemas.ts'
import { updatePost } from './post-edit.service.ts'
import { listPosts } from './post-list.service.ts'
import { presentPost } from './post.presenter.ts'
import {
  CreatedPostAnswer,
  CreatePostBody,
  DeletedPostView,
  ListPostsQuery,
  PostParams,
  PostView,
  UpdatePostBody,
} from './posts.schemas.ts'
import { createPost, deletePost, duplicatePost, getPost } from './posts.service.ts'

const tags = ['Posts']

const writing: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'FORBIDDEN',
  'NOT_FOUND',
  'PLATFORM_UNAVAILABLE',
  'ACCOUNT_NOT_CONNECTED',
  'URL_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA',
  'PAYLOAD_TOO_LARGE',
  'DUPLICATE_CONTENT',
  'TOO_CLOSE',
  'QUOTA_EXCEEDED',
]

/** Writing posts: below `/posts`. */
export async function postsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/posts',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'listPosts',
        summary: 'List posts',
        description: 'The posts of an organization, newest first. Filters narrow it together.',
        tags,
        querystring: ListPostsQuery,
        response: { 200: pageOf(PostView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { items, meta } = await listPosts(context, principalOf(request), request.query)
      return { data: items.map(presentPost), meta }
    },
  )

  app.post(
    '/posts',
    {
      config: { permission: ['create', 'Post'] },
      schema: {
        operationId: 'createPost',
        summary: 'Create a post',
        description:
          'Stores a draft, schedules a post, or publishes it at once; where the organization wants posts of members approved, theirs is `PENDING_APPROVAL` until then. Uses one credit of the plan, which comes back if the post is deleted before it goes out, or reaches no network. A post that is to go out is checked as `POST /v1/posts/validate` does; `details` of a `VALIDATION_ERROR` then name platform and account besides the field.',
        tags,
        body: CreatePostBody,
        response: {
          201: CreatedPostAnswer,
          ...errorsOf(...writing, 'QUEUE_FULL'),
        },
      },
    },
    async (request, reply) => {
      const { row, credits } = await createPost(context, principalOf(request), request.body)
      void reply.code(201).header('etag', etagOf(row.version))
      return { data: presentPost(row), meta: credits }
    },
  )

  app.get(
    '/posts/:id',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'getPost',
        summary: 'Get a post',
        description: 'What became of it on each network, `GET /v1/posts/:id/deliveries` tells.',
        tags,
        params: PostParams,
        response: { 200: dataOf(PostWithApproval), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const post = await getPost(context, principalOf(request), request.params.id)
      void reply.header('etag', etagOf(post.row.version))
      return { data: presentWithApproval(post) }
    },
  )

  app.patch(
    '/posts/:id',
    {
      config: { permission: ['update', 'Post'] },
      schema: {
        operationId: 'updatePost',
        summary: 'Change a post',
        description:
          'Needs the `version` that was read, in the body or as `If-Match`. A post can be changed until it is on its way; one that has been published stays as it is, here and on the networks.',
        tags,
        params: PostParams,
        headers: Type.Object({
          'if-match': Type.Optional(
            Type.String({
              maxLength: 100,
              description: 'The `ETag` of the post as it was read, in place of `version`.',
            }),
          ),
        }),
        body: UpdatePostBody,
        response: {
          200: dataOf(PostView),
          ...errorsOf(...writing, 'VERSION_CONFLICT', 'DELIVERY_IN_FLIGHT', 'CONFLICT'),
        },
      },
    },
    async (request, reply) => {
      const { version, ...change } = request.body
      const row = await updatePost(context, principalOf(request), request.params.id, {
        ...change,
        version: versionOf(version, request.headers['if-match']),
      })
      void reply.header('etag', etagOf(row.version))
      return { data: presentPost(row) }
    },
  )

  app.delete(
    '/posts/:id',
    {
      config: { permission: ['delete', 'Post'] },
      schema: {
        operationId: 'deletePost',
        summary: 'Delete a post',
        description:
          'Calls off what is scheduled. What was published stays on the networks: `stillPublished` says where. The credit comes back where nothing had gone out.',
        tags,
        params: PostParams,
        response: {
          200: dataOf(DeletedPostView),
          ...errorsOf('FORBIDDEN', 'NOT_FOUND', 'VERSION_CONFLICT', 'DELIVERY_IN_FLIGHT'),
        },
      },
    },
    async (request) => {
      const deleted = await deletePost(context, principalOf(request), request.params.id)
      return { data: { ...deleted, stillPublished: [...deleted.stillPublished] } }
    },
  )

  app.post(
    '/posts/:id/duplicate',
    {
      config: { permission: ['create', 'Post'] },
      schema: {
        operationId: 'duplicatePost',
        summary: 'Duplicate a post',
        description:
          'Makes a draft with the same content, media and places, without a time. Uses one credit.',
        tags,
        params: PostParams,
        response: {
          201: CreatedPostAnswer,
          ...errorsOf('FORBIDDEN', 'NOT_FOUND', 'QUOTA_EXCEEDED'),
        },
      },
    },
    async (request, reply) => {
      const { row, credits } = await duplicatePost(context, principalOf(request), request.params.id)
      void reply.code(201).header('etag', etagOf(row.version))
      return { data: presentPost(row), meta: credits }
    },
  )
}
