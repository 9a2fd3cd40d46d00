import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { presentPreview, presentStanding } from './billing.presenter.ts'
import {
  CancelBody,
  ChangeBody,
  PreviewBody,
  PreviewView,
  ResumeBody,
  SubscriptionView,
} from './billing.schemas.ts'
import {
  cancelSubscription,
  changePlan,
  previewPlanChange,
  resumeSubscription,
} from './change.service.ts'
import { currentSubscription } from './current.service.ts'

const tags = ['Subscriptions']
const failures = [
  'NOT_FOUND',
  'FORBIDDEN',
  'NO_SUBSCRIPTION',
  'CONFLICT',
  'BILLING_REFUSED',
  'BILLING_UNAVAILABLE',
  'BILLING_NOT_CONFIGURED',
] as const

/** Changing and ending a subscription. Each answers how things stand afterwards. */
export async function subscriptionChangesRoutes(app: App): Promise<void> {
  const { context } = app
  const config = { permission: ['update', 'Subscription'] } as const

  app.patch(
    '/subscriptions/cancel',
    {
      config,
      schema: {
        operationId: 'cancelSubscription',
        summary: 'End a subscription',
        description:
          'With the period that is paid, or now. Nothing that was made is deleted; what is above the limits of FREE stays, and nothing can be added to it.',
        tags,
        body: CancelBody,
        response: { 200: dataOf(SubscriptionView), ...errorsOf(...failures) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await cancelSubscription(context, principal, request.body)
      const standing = await currentSubscription(context, principal, request.body.organizationId)
      return { data: presentStanding(standing) }
    },
  )

  app.patch(
    '/subscriptions/resume',
    {
      config,
      schema: {
        operationId: 'resumeSubscription',
        summary: 'Take the end of a subscription back',
        description: 'While its period still runs: it is renewed again.',
        tags,
        body: ResumeBody,
        response: { 200: dataOf(SubscriptionView), ...errorsOf(...failures) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await resumeSubscription(context, principal, request.body)
      const standing = await currentSubscription(context, principal, request.body.organizationId)
      return { data: presentStanding(standing) }
    },
  )

  app.post(
    '/subscriptions/change/preview',
    {
      config,
      schema: {
        operationId: 'previewPlanChange',
        summary: 'See what another plan would cost',
        description:
          'What is due at once, pro rata, and each period from the next one on. Changes nothing.',
        tags,
        body: PreviewBody,
        response: { 200: dataOf(PreviewView), ...errorsOf(...failures, 'ALREADY_ON_PLAN') },
      },
    },
    async (request) => ({
      data: presentPreview(await previewPlanChange(context, principalOf(request), request.body)),
    }),
  )

  app.post(
    '/subscriptions/change',
    {
      config,
      schema: {
        operationId: 'changePlan',
        summary: 'Change the plan',
        description:
          'For what the preview showed. Where the payment is declined, nothing changes. What is used of the month stays used.',
        tags,
        body: ChangeBody,
        response: {
          200: dataOf(SubscriptionView),
          ...errorsOf(...failures, 'ALREADY_ON_PLAN', 'PAYMENT_DECLINED'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await changePlan(context, principal, request.body)
      const standing = await currentSubscription(context, principal, request.body.organizationId)
      return { data: presentStanding(standing) }
    },
  )
}
