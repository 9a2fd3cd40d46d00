import { Type } from 'typebox'
import type { App } from '../../http/app-instance.ts'
import { dataOf } from '../../http/envelope.ts'
import { presentPlans } from './billing.presenter.ts'
import { PlanView } from './billing.schemas.ts'
import { pricesOf } from './plans.service.ts'

/** What can be bought. */
export async function plansRoutes(app: App): Promise<void> {
  app.get(
    '/subscriptions/plans',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'listPlans',
        summary: 'List the plans',
        description:
          'With their limits, and with what they cost at the payment provider. A price that is not known is not there.',
        tags: ['Subscriptions'],
        response: { 200: dataOf(Type.Array(PlanView)) },
      },
    },
    async () => ({ data: presentPlans(await pricesOf(app.context)) }),
  )
}
