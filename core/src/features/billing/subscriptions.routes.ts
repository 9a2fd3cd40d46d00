import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { presentStanding } from './billing.presenter.ts'
import {
  CheckoutBody,
  CheckoutView,
  CurrentQuery,
  PortalBody,
  PortalView,
  SubscriptionView,
} from './billing.schemas.ts'
import { startCheckout } from './checkout.service.ts'
import { currentSubscription } from './current.service.ts'
import { openPortal } from './portal.service.ts'

const tags = ['Subscriptions']

/** Buying a plan, and how an organization stands with it. */
export async function subscriptionsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/subscriptions/current',
    {
      config: { permission: ['read', 'Subscription'] },
      schema: {
        operationId: 'getSubscription',
        summary: 'Read the present plan',
        description:
          'Of one organization, for its owners and admins. While a page for buying is open, the payment provider is asked, so that somebody who comes back from it sees what they bought.',
        tags,
        querystring: CurrentQuery,
        response: { 200: dataOf(SubscriptionView), ...errorsOf('NOT_FOUND', 'FORBIDDEN') },
      },
    },
    async (request) => {
      const { organizationId } = request.query
      const standing = await currentSubscription(context, principalOf(request), organizationId)
      return { data: presentStanding(standing) }
    },
  )

  app.post(
    '/subscriptions/checkout',
    {
      config: { permission: ['create', 'Subscription'] },
      schema: {
        operationId: 'startCheckout',
        summary: 'Buy a plan',
        description:
          'Answers the page on which it is paid. An organization has one such page at a time: the same request gets it again, another one ends it first.',
        tags,
        body: CheckoutBody,
        response: {
          201: dataOf(CheckoutView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'RETURN_URL_NOT_ALLOWED',
            'PLAN_NOT_OFFERED',
            'ALREADY_ON_PLAN',
            'PLAN_CHANGE_NEEDED',
            'CONFLICT',
            'BILLING_REFUSED',
            'BILLING_UNAVAILABLE',
            'BILLING_NOT_CONFIGURED',
          ),
        },
      },
    },
    async (request, reply) => {
      const { url, expiresAt } = await startCheckout(context, principalOf(request), request.body)
      return reply.code(201).send({ data: { url, expiresAt: expiresAt.toISOString() } })
    },
  )

  app.post(
    '/subscriptions/portal',
    {
      config: { permission: ['update', 'Subscription'] },
      schema: {
        operationId: 'openBillingPortal',
        summary: 'Open the billing portal',
        description: 'Answers a page of the payment provider with bills and cards.',
        tags,
        body: PortalBody,
        response: {
          201: dataOf(PortalView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'RETURN_URL_NOT_ALLOWED',
            'NO_SUBSCRIPTION',
            'BILLING_REFUSED',
            'BILLING_UNAVAILABLE',
            'BILLING_NOT_CONFIGURED',
          ),
        },
      },
    },
    async (request, reply) => {
      const url = await openPortal(context, principalOf(request), request.body)
      return reply.code(201).send({ data: { url } })
    },
  )
}
