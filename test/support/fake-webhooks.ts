import { createHmac, timingSafeEqual } from 'node:crypto'
import { failures, type Connector, type Webhook, type WebhookEvent } from '@t21/plugin-kit'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'
import { fakeOAuthConnector } from './fake-oauth.ts'

const secret = 'a-secret-of-the-app'

/** What the fake network tells, as it goes over the wire. */
export type FakeEvent = Omit<WebhookEvent, 'at'> & { readonly at?: string }

/** A network that sends webhooks, and the truth about its accounts. */
export interface FakeWebhooks {
  readonly plugins: PluginRegistry
  /** Accounts of which the network says that their grant is dead. */
  readonly dead: Set<string>
  /** Accounts that cannot be read at the moment. */
  readonly away: Set<string>
  /** The accounts that were asked after, in order. */
  readonly asked: string[]
}

/** A webhook as `inject` takes it, signed as the network signs. */
export function fakeWebhook(
  events: readonly FakeEvent[] | string,
  options: { readonly secret?: string } = {},
): { method: 'POST'; url: string; headers: Record<string, string>; payload: string } {
  const payload = typeof events === 'string' ? events : JSON.stringify({ events })
  return {
    method: 'POST',
    url: '/v1/webhooks/fake',
    headers: {
      'content-type': 'application/json',
      'x-fake-signature': sign(payload, options.secret ?? secret),
    },
    payload,
  }
}

/** The registry of a process with that network; `overrides` for one that lacks something, or is odd. */
export function fakeWebhooks(overrides: Partial<Connector> = {}): FakeWebhooks {
  const state = { dead: new Set<string>(), away: new Set<string>(), asked: [] as string[] }
  const connector: Connector = {
    ...fakeOAuthConnector(),
    webhook: fakeWebhookVerbs,
    async account({ account: { platformUserId } }) {
      state.asked.push(platformUserId)
      if (state.away.has(platformUserId)) throw failures.transient({ message: 'Not now.' })
      if (state.dead.has(platformUserId)) throw failures.reauth({ message: 'The grant is dead.' })
      return { facts: {}, limits: [] }
    },
    ...overrides,
  }
  const ready = readyConnector(connector, { clientId: 'client-1', secret })
  const mute = readyConnector({ ...fakeOAuthConnector(), id: 'mute', platform: 'MUTE' }, {})
  return {
    ...state,
    plugins: {
      records: [],
      connectors: new Map([
        ['FAKE', connector],
        ['MUTE', mute.connector],
      ]),
      ready: (platform) => ({ FAKE: ready, MUTE: mute })[platform],
    },
  }
}

/** How the fake network's webhooks are received. */
export const fakeWebhookVerbs: Webhook<Readonly<Record<string, unknown>>> = {
  handshake({ query }) {
    if (query['challenge'] === undefined) return null
    return query['token'] === 'mine'
      ? { status: 200, text: query['challenge'] }
      : { status: 403, text: 'Another token.' }
  },
  verify({ headers, rawBody }, settings) {
    const given = Buffer.from(headers['x-fake-signature'] ?? '', 'hex')
    const wanted = Buffer.from(sign(rawBody, String(settings['secret'])), 'hex')
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  },
  parse({ rawBody }) {
    const { events } = JSON.parse(Buffer.from(rawBody).toString()) as { events: FakeEvent[] }
    return events.map(({ at, ...event }) => ({
      ...event,
      ...(at === undefined ? {} : { at: new Date(at) }),
    }))
  },
  deletionReply: ({ statusUrl, confirmationCode }) => ({
    status: 200,
    json: { url: statusUrl, confirmation_code: confirmationCode },
  }),
}

function sign(body: string | Uint8Array, key: string): string {
  return createHmac('sha256', key).update(body).digest('hex')
}
