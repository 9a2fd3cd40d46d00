import type { Context } from '../../core/src/context.ts'
import type { EventType } from '../../core/src/features/webhooks-out/event-types.ts'
import { emitEvents, type WebhookEvent } from '../../core/src/features/webhooks-out/outbox.ts'
import {
  makeWebhookSender,
  type WebhookSender,
} from '../../core/src/features/webhooks-out/send-webhooks.ts'
import { registerUser, senderOf, testApp, type Send, type TestApp, type TestUser } from './app.ts'
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** An app, its sender of webhooks, a customer's program, and two people who have nothing to do with each other. */
export interface WebhookSite extends TestApp {
  readonly send: Send
  readonly mine: TestUser
  readonly other: TestUser
  readonly sender: WebhookSender
  readonly receiver: WebhookReceiver
  /** Makes an endpoint at the receiver. */
  endpoint(
    who: TestUser,
    fields?: object,
  ): Promise<{ readonly id: string; readonly secret: string; readonly version: number }>
  /** Lets something happen in somebody's organization. @returns the ids of the messages */
  happen(who: TestUser, type?: EventType, times?: number): Promise<string[]>
  /** A row of the outbox. */
  delivery(id: string): Promise<{
    readonly state: string
    readonly attempts: number
    readonly round: number
    /** Seconds from now by the database's clock. */
    readonly next_in: number | null
  }>
  /** As if so many seconds had passed for what waits and what fails. */
  pass(seconds: number): Promise<void>
}

/** See {@link WebhookSite}. */
export async function webhookSite(
  t: Teardown,
  variables: Readonly<Record<string, string>> = { T21_ALLOW_LOOPBACK_WEBHOOKS: 'true' },
): Promise<WebhookSite> {
  const made = await testApp(t, { variables })
  const { app, context, database } = made
  const send = senderOf(app)
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const receiver = await webhookReceiver(t)
  return {
    ...made,
    send,
    mine,
    other,
    receiver,
    sender: makeWebhookSender(context),
    async endpoint(who, fields = {}) {
      const { data, error } = await send(who, 'POST', '/webhook-endpoints', {
        organizationId: who.organizationId,
        url: receiver.url,
        ...fields,
      })
      if (data === null) throw new Error(JSON.stringify(error))
      return data
    },
    happen: (who, type = 'member.joined', times = 1) => happen(context, who, type, times),
    async delivery(id) {
      const { rows } = await database.system.raw(
        `select state, attempts, round, extract(epoch from next_at - clock_timestamp())::float8 as next_in
         from webhook_deliveries where id = ?`,
        [id],
      )
      return rows[0]
    },
    async pass(seconds) {
      await database.system.raw(
        `update webhook_deliveries set next_at = next_at - make_interval(secs => :seconds)`,
        { seconds },
      )
      await database.system.raw(
        `update webhook_endpoints set failing_since = failing_since - make_interval(secs => :seconds),
           paused_until = paused_until - make_interval(secs => :seconds),
           previous_secret_until = previous_secret_until - make_interval(secs => :seconds)`,
        { seconds },
      )
    },
  }
}

async function happen(
  { database }: Context,
  { organizationId, user }: TestUser,
  type: EventType,
  times: number,
): Promise<string[]> {
  const event = {
    organizationId,
    brandId: null,
    type,
    data: { id: user.id, organizationId, userId: user.id, role: 'MEMBER' },
  } as WebhookEvent
  return database.system.transaction(async (transaction) => {
    const before = await transaction('webhook_deliveries').pluck<string[]>('id')
    await emitEvents(
      transaction,
      Array.from({ length: times }, () => event),
    )
    return transaction('webhook_deliveries').whereNotIn('id', before).orderBy('id').pluck('id')
  })
}
