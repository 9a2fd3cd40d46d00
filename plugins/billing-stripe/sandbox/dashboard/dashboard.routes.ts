import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { unasked, type Act } from '../api/act.ts'
import { envelope, Refusal } from '../api/errors.ts'
import { nested } from '../api/form.ts'
import { fields, oneOf, required, text } from '../api/params.ts'
import { actFor } from '../billing/clock.ts'
import { chooseSettings } from '../billing/settings.ts'
import { settle } from '../billing/settle.ts'
import { openDispute } from '../objects/dispute.ts'
import { existing } from '../objects/existing.ts'
import { forgeries, forged } from './forgery.ts'

/** What the account's owner, banks and strangers do, and no API can: of the sandbox alone, without a key. */
export const dashboardRoutes: readonly EmulatorRoute[] = [
  route('settings', (act, request) => {
    const { after_retries: afterRetries } = fields(
      { after_retries: required(oneOf('canceled', 'unpaid', 'past_due')) },
      nested(request.form ?? new URLSearchParams()),
    )
    chooseSettings(act.context, { afterRetries })
    return { after_retries: afterRetries }
  }),
  route('disputes', (act, request) => {
    const { charge: id, reason } = fields(
      { charge: required(text), reason: text },
      nested(request.form ?? new URLSearchParams()),
    )
    const charge = existing(act.context, 'charges', id, 'charge')
    return openDispute(actFor(act, charge.customer), charge, reason ?? 'fraudulent')
  }),
  route('webhooks', (act, request) => {
    const { event: id, as } = fields(
      { event: required(text), as: required(oneOf(...forgeries)) },
      nested(request.form ?? new URLSearchParams()),
    )
    const event = existing(act.context, 'events', id, 'event')
    act.context.webhook(() => forged(event, as))
    return { sent: as }
  }),
]

function route(
  name: string,
  perform: (act: Act, request: EmulatorRequest) => object,
): EmulatorRoute {
  return {
    method: 'POST',
    host: 'dashboard.stripe.com',
    path: `/sandbox/${name}`,
    operation: `dashboard_${name}`,
    handle(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
      settle(context)
      const act = { context, at: Math.floor(context.now().getTime() / 1000), request: unasked }
      try {
        const json = perform(act, request)
        settle(context)
        return { status: 200, json }
      } catch (error) {
        if (error instanceof Refusal) return envelope(error.status, error.error)
        throw error
      }
    },
  }
}
