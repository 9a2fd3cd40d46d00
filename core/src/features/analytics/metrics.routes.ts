import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { presentAccountMetrics, presentDeliveryMetrics } from './metrics.presenter.ts'
import {
  AccountMetricsQuery,
  AccountMetricsView,
  DeliveryMetricsView,
  IdParams,
} from './metrics.schemas.ts'
import { metricsOfAccount, metricsOfDelivery } from './metrics.service.ts'
import { refreshMetrics } from './refresh.service.ts'

const tags = ['Metrics']

/** What the networks tell of posts and accounts, as it was told. */
export async function metricsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/deliveries/:id/metrics',
    {
      config: { permission: ['read', 'Delivery'] },
      schema: {
        operationId: 'getDeliveryMetrics',
        summary: 'Get the numbers of a post at one account',
        description:
          'What the network said last, and what it said at the end of each day. It is asked every 10 minutes in the first hour, every hour until 24 hours, every 6 hours until day 7 and daily until day 30.',
        tags,
        params: IdParams,
        response: { 200: dataOf(DeliveryMetricsView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const found = await metricsOfDelivery(context, principalOf(request), request.params.id)
      return { data: presentDeliveryMetrics(found) }
    },
  )

  app.post(
    '/deliveries/:id/metrics/refresh',
    {
      config: { permission: ['update', 'Delivery'] },
      schema: {
        operationId: 'refreshDeliveryMetrics',
        summary: 'Ask the network for the numbers of a post now',
        description:
          'At most once a minute for each post; some networks charge for it. Also tells whether a post that was gone is back.',
        tags,
        params: IdParams,
        response: {
          200: dataOf(DeliveryMetricsView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'CONFLICT',
            'PLATFORM_UNAVAILABLE',
            'ACCOUNT_NOT_CONNECTED',
            'RATE_LIMIT_EXCEEDED',
            'NETWORK_UNAVAILABLE',
          ),
        },
      },
    },
    async (request) => {
      const found = await refreshMetrics(context, principalOf(request), request.params.id)
      return { data: presentDeliveryMetrics(found) }
    },
  )

  app.get(
    '/social-accounts/:id/metrics',
    {
      config: { permission: ['read', 'SocialAccount'] },
      schema: {
        operationId: 'getSocialAccountMetrics',
        summary: 'Get the numbers of an account',
        description: 'One row for each day on which the network was asked, at most 366 days.',
        tags,
        params: IdParams,
        querystring: AccountMetricsQuery,
        response: { 200: dataOf(AccountMetricsView), ...errorsOf('NOT_FOUND', 'VALIDATION_ERROR') },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.query }
      return {
        data: presentAccountMetrics(await metricsOfAccount(context, principalOf(request), input)),
      }
    },
  )
}
