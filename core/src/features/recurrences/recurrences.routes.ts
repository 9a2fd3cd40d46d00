import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { ErrorCode } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { listOccurrences, occurrenceList } from './occurrences.service.ts'
import { deleteRecurrence } from './delete-recurrence.service.ts'
import { previewRecurrence } from './recurrence-preview.service.ts'
import { presentRecurrence } from './recurrence.presenter.ts'
import {
  CreateRecurrenceBody,
  DeletedRecurrenceView,
  DeleteRecurrenceQuery,
  NotedOccurrenceView,
  OccurrencesQuery,
  OccurrenceView,
  PreviewQuery,
  RecurrenceParams,
  RecurrencesQuery,
  RecurrenceView,
  UpdateRecurrenceBody,
} from './recurrences.schemas.ts'
import {
  createRecurrence,
  getRecurrence,
  listRecurrences,
  recurrenceList,
  updateRecurrence,
} from './recurrences.service.ts'

const tags = ['Recurrences']

const writing: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'FORBIDDEN',
  'NOT_FOUND',
  'PLATFORM_UNAVAILABLE',
  'ACCOUNT_NOT_CONNECTED',
]

/** Posts that are made again and again. */
export async function recurrencesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/recurrences',
    {
      config: { permission: ['read', 'Recurrence'] },
      schema: {
        operationId: 'listRecurrences',
        summary: 'List recurrences',
        description: 'Those of an organization, newest first.',
        tags,
        querystring: RecurrencesQuery,
        response: { 200: pageOf(RecurrenceView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listRecurrences(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: recurrenceList(principal, request.query),
      })
      return { data: items.map(presentRecurrence), meta }
    },
  )

  app.post(
    '/recurrences',
    {
      config: { permission: ['create', 'Recurrence'] },
      schema: {
        operationId: 'createRecurrence',
        summary: 'Let a post recur',
        description:
          'Every moment of the rule gets a post of its own, made seven days before it, in the name and with the rights of whoever changed the recurrence last. The local time is kept where the clocks change. Each post uses a credit when it is made; one that cannot be made is noted with its reason, and the next is tried. The same text to the same account within 24 hours needs `post.allowDuplicate`.',
        tags,
        body: CreateRecurrenceBody,
        response: { 201: dataOf(RecurrenceView), ...errorsOf(...writing) },
      },
    },
    async (request, reply) => {
      const recurrence = await createRecurrence(context, principalOf(request), request.body)
      void reply.code(201).header('etag', etagOf(recurrence.version))
      return { data: presentRecurrence(recurrence) }
    },
  )

  app.get(
    '/recurrences/:id',
    {
      config: { permission: ['read', 'Recurrence'] },
      schema: {
        operationId: 'getRecurrence',
        summary: 'Get a recurrence',
        description: 'With the `version` that a change needs.',
        tags,
        params: RecurrenceParams,
        response: { 200: dataOf(RecurrenceView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const recurrence = await getRecurrence(context, principalOf(request), request.params.id)
      void reply.header('etag', etagOf(recurrence.version))
      return { data: presentRecurrence(recurrence) }
    },
  )

  app.get(
    '/recurrences/:id/preview',
    {
      config: { permission: ['read', 'Recurrence'] },
      schema: {
        operationId: 'previewRecurrence',
        summary: 'See what a recurrence will do',
        description: 'The coming moments of its rule, with the text whose turn it is.',
        tags,
        params: RecurrenceParams,
        querystring: PreviewQuery,
        response: { 200: dataOf(Type.Array(OccurrenceView)), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const { params, query } = request
      return {
        data: await previewRecurrence(context, principalOf(request), params.id, query.limit),
      }
    },
  )

  app.get(
    '/recurrences/:id/occurrences',
    {
      config: { permission: ['read', 'Recurrence'] },
      schema: {
        operationId: 'listOccurrences',
        summary: 'List what a recurrence has done',
        description:
          'The moments of which it made a post, newest first, and those of which it made none, with the reason.',
        tags,
        params: RecurrenceParams,
        querystring: OccurrencesQuery,
        response: { 200: pageOf(NotedOccurrenceView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { params, query } = request
      const rows = await listOccurrences(context, principalOf(request), params.id, query)
      const { items, meta } = page(rows, {
        limit: query.limit,
        secret: context.config.urlSecret,
        list: occurrenceList(params.id, query.status),
      })
      return { data: [...items], meta }
    },
  )

  app.patch(
    '/recurrences/:id',
    {
      config: { permission: ['update', 'Recurrence'] },
      schema: {
        operationId: 'updateRecurrence',
        summary: 'Change, pause or resume a recurrence',
        description:
          'Needs the `version` that was read. Posts that are made stay as they are; a new rule plans what is to be made from now on. What falls into a pause is left out, also when the pause ends.',
        tags,
        params: RecurrenceParams,
        body: UpdateRecurrenceBody,
        response: { 200: dataOf(RecurrenceView), ...errorsOf(...writing, 'VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const { version, ...change } = request.body
      const recurrence = await updateRecurrence(context, principalOf(request), request.params.id, {
        ...change,
        version: versionOf(version, request.headers['if-match']),
      })
      void reply.header('etag', etagOf(recurrence.version))
      return { data: presentRecurrence(recurrence) }
    },
  )

  app.delete(
    '/recurrences/:id',
    {
      config: { permission: ['delete', 'Recurrence'] },
      schema: {
        operationId: 'deleteRecurrence',
        summary: 'Stop and delete a recurrence',
        description:
          'No more posts are made. Those that it made go out as planned, or are deleted with `deleteScheduled`, and their credits come back.',
        tags,
        params: RecurrenceParams,
        querystring: DeleteRecurrenceQuery,
        response: { 200: dataOf(DeletedRecurrenceView), ...errorsOf('FORBIDDEN', 'NOT_FOUND') },
      },
    },
    async (request) => {
      const { params, query } = request
      return { data: await deleteRecurrence(context, principalOf(request), params.id, query) }
    },
  )
}
