import accepts from '@fastify/accepts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { principalOf } from '../../authz/principal.ts'
import { jsonOrCsv, representationOf, sendCsv } from '../../http/accept.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { analyticsCsv } from './analytics.csv.ts'
import { presentAnalytics, presentPostAnalytics } from './analytics.presenter.ts'
import {
  AccountAnalyticsParams,
  AnalyticsQuery,
  AnalyticsView,
  PostAnalyticsView,
} from './analytics.schemas.ts'
import {
  analyticsOfAccount,
  analyticsOfBrand,
  analyticsOfOrganization,
} from './analytics.service.ts'
import { IdParams } from './metrics.schemas.ts'
import { analyticsOfPost } from './post-analytics.service.ts'

const tags = ['Analytics']
const csv = 'With `Accept: text/csv`, the series of each platform as a file.'
const errors = errorsOf('NOT_FOUND', 'VALIDATION_ERROR', 'NOT_ACCEPTABLE')

/** How posts did: what they gained in a range, compared, ranked and by the hour. */
export async function analyticsRoutes(app: App): Promise<void> {
  const { context } = app
  await app.register(accepts)

  app.get(
    '/organizations/:id/analytics',
    {
      config: { permission: ['read', 'Organization'] },
      schema: {
        operationId: 'getOrganizationAnalytics',
        summary: 'See how the posts of an organization did',
        description: `Of all its brands, or of those that you work for. ${csv}`,
        tags,
        params: IdParams,
        querystring: AnalyticsQuery,
        response: { 200: jsonOrCsv(dataOf(AnalyticsView)), ...errors },
      },
    },
    async (request, reply) =>
      answer(request, reply, async () => {
        const { params, query } = request
        const principal = principalOf(request)
        return presentAnalytics(await analyticsOfOrganization(context, principal, params.id, query))
      }),
  )

  app.get(
    '/brands/:id/analytics',
    {
      config: { permission: ['read', 'Brand'] },
      schema: {
        operationId: 'getBrandAnalytics',
        summary: 'See how the posts of a brand did',
        description: `What they gained in the range and in the one before it, the best ones, and the best hours. ${csv}`,
        tags,
        params: IdParams,
        querystring: AnalyticsQuery,
        response: { 200: jsonOrCsv(dataOf(AnalyticsView)), ...errors },
      },
    },
    async (request, reply) =>
      answer(request, reply, async () => {
        const { params, query } = request
        return presentAnalytics(
          await analyticsOfBrand(context, principalOf(request), params.id, query),
        )
      }),
  )

  app.get(
    '/brands/:brandId/social-accounts/:id/analytics',
    {
      config: { permission: ['read', 'SocialAccount'] },
      schema: {
        operationId: 'getSocialAccountAnalytics',
        summary: 'See how the posts of an account did',
        description: `As of a brand, but of one account. ${csv}`,
        tags,
        params: AccountAnalyticsParams,
        querystring: AnalyticsQuery,
        response: { 200: jsonOrCsv(dataOf(AnalyticsView)), ...errors },
      },
    },
    async (request, reply) =>
      answer(request, reply, async () => {
        const { params, query } = request
        return presentAnalytics(
          await analyticsOfAccount(context, principalOf(request), params, query),
        )
      }),
  )

  app.get(
    '/posts/:id/analytics',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'getPostAnalytics',
        summary: 'See how a post did',
        description: `What it gained in the range on each platform, and what each of its deliveries has in all. ${csv}`,
        tags,
        params: IdParams,
        querystring: AnalyticsQuery,
        response: { 200: jsonOrCsv(dataOf(PostAnalyticsView)), ...errors },
      },
    },
    async (request, reply) =>
      answer(request, reply, async () => {
        const { params, query } = request
        return presentPostAnalytics(
          await analyticsOfPost(context, principalOf(request), params.id, query),
        )
      }),
  )
}

/** Answers in the form that was asked for. What cannot be answered is not looked for. */
async function answer<View extends Pick<AnalyticsView, 'range' | 'platforms'>>(
  request: FastifyRequest,
  reply: FastifyReply,
  find: () => Promise<View>,
): Promise<FastifyReply> {
  const representation = representationOf(request, reply)
  const view = await find()
  if (representation === 'json') return reply.send({ data: view })
  return sendCsv(reply, `analytics-${view.range.from}-${view.range.to}`, analyticsCsv(view))
}
