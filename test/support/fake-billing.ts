import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  isProviderFailure,
  ProviderFailure,
  type Billing,
  type BillingEvent,
  type ProviderFailureKind,
} from '@t21/plugin-kit'
import { newFakeBillingState, type FakeBillingState } from './fake-billing.state.ts'
import { fakeVerbs, type BillingVerbs } from './fake-billing.verbs.ts'

const secret = 'a-secret-of-the-provider'
const account = 'acct_ours'
const tolerance = 300

/** What the fake provider tells; `at` as it goes over the wire. */
export type FakeBillingEvent = Omit<BillingEvent, 'at'> & { readonly at?: string }

/** A provider in a process of its own or this one, reached over HTTP by any number of processes. */
export interface FakeBillingServer {
  readonly url: string
  readonly state: FakeBillingState
  close(): Promise<void>
}

/** Starts the provider. */
export async function startFakeBilling(): Promise<FakeBillingServer> {
  const state = newFakeBillingState()
  const verbs = fakeVerbs(state)
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { verb, input } = JSON.parse(body, revive) as {
        verb: keyof BillingVerbs
        input: never[]
      }
      state.calls.push(verb)
      try {
        if (state.away) throw new ProviderFailure('transient', { message: 'Nobody answers.' })
        const output: unknown = await (verbs[verb] as (...given: never[]) => unknown)(...input)
        await state.delay(verb)
        response.end(JSON.stringify({ output }))
      } catch (error) {
        const kind = isProviderFailure(error) ? error.kind : 'transient'
        response.end(JSON.stringify({ failure: kind, message: (error as Error).message }))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A provider that is in this process alone, and sells plans to nobody yet. */
export function memoryBilling(): Billing {
  return { name: 'fake', ...fakeVerbs(newFakeBillingState()), webhook: { verify, parse } }
}

/** The provider as T21 sees it. */
export function fakeBilling(url: string): Billing {
  const call =
    (verb: string) =>
    async (...input: unknown[]): Promise<never> => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ verb, input }) })
      const { output, failure, message } = JSON.parse(await answer.text(), revive) as {
        output?: never
        failure?: ProviderFailureKind
        message?: string
      }
      if (failure !== undefined) throw new ProviderFailure(failure, { message: message ?? '' })
      return output as never
    }
  const verbs = Object.fromEntries(
    Object.keys(fakeVerbs(newFakeBillingState())).map((verb) => [verb, call(verb)]),
  ) as unknown as BillingVerbs
  return { name: 'fake', ...verbs, webhook: { verify, parse } }
}

/** A webhook as `inject` takes it, signed as the provider signs; say what is to be wrong with it. */
export function billingWebhook(
  events: readonly FakeBillingEvent[],
  wrong: {
    readonly secret?: string
    readonly account?: string
    readonly live?: boolean
    readonly seconds?: number
  } = {},
): { method: 'POST'; url: string; headers: Record<string, string>; payload: string } {
  const about = { account: wrong.account ?? account, live: wrong.live ?? false }
  const payload = JSON.stringify({ ...about, events })
  const time = Math.floor(Date.now() / 1_000) + (wrong.seconds ?? 0)
  const signature = sign(`${time}.${payload}`, wrong.secret ?? secret)
  return {
    method: 'POST',
    url: '/v1/webhooks/fake',
    headers: {
      'content-type': 'application/json',
      'x-fake-time': String(time),
      'x-fake-signature': signature,
    },
    payload,
  }
}

const verify: Billing['webhook']['verify'] = ({ headers, rawBody }, now) => {
  const time = Number(headers['x-fake-time'])
  const body = Buffer.from(rawBody).toString()
  const given = Buffer.from(headers['x-fake-signature'] ?? '', 'hex')
  const wanted = Buffer.from(sign(`${time}.${body}`, secret), 'hex')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false
  if (!(Math.abs(now.getTime() / 1_000 - time) <= tolerance)) return false
  const told = JSON.parse(body) as { account: string; live: boolean }
  return told.account === account && !told.live
}

const parse: Billing['webhook']['parse'] = ({ rawBody }) => {
  const { events } = JSON.parse(Buffer.from(rawBody).toString()) as { events: FakeBillingEvent[] }
  return events.map((event) => ({ ...event, at: new Date(event.at ?? 0) }))
}

function sign(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Moments go over the wire as texts; nothing else looks like one. */
function revive(_key: string, value: unknown): unknown {
  const moment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
  return moment ? new Date(value) : value
}
