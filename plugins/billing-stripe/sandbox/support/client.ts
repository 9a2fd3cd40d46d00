import Stripe from 'stripe'
import { controlOf, type ControlCall } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { credentials } from '../credentials.ts'
import { emulator } from '../index.ts'

interface Test {
  teardown(end: () => unknown): void
}

/** A sandbox with Stripe in it, and Stripe's own client for it. */
export interface Started {
  readonly url: string
  readonly stripe: Stripe
  readonly control: ControlCall
  /** Another client, such as one with another key. */
  client(key: string): Stripe
}

/** Starts the sandbox for a test file. */
export async function started(t: Test): Promise<Started> {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  const { port } = new URL(sandbox.url)
  const client = (key: string) =>
    new Stripe(key, {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient(atSandbox),
    })
  return {
    url: sandbox.url,
    stripe: client(credentials.STRIPE_SECRET_KEY),
    control: controlOf(sandbox.url),
    client,
  }
}

/** The client knows hosts alone; the sandbox has Stripe's host as the first step of the path. */
const atSandbox: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  url.pathname = `/api.stripe.com${url.pathname}`
  return await fetch(url, init)
}

/** Presses the button of a page, as a browser without JavaScript does. Redirects are not followed. */
export async function press(
  page: string,
  form: Readonly<Record<string, string>>,
): Promise<Response> {
  return await fetch(page, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
}

/** A customer who bought PRO on the checkout page. */
export async function bought(
  stripe: Stripe,
  {
    price = credentials.STRIPE_PRICE_ID_PRO,
    card = '4242424242424242',
    ...more
  }: {
    readonly price?: string
    readonly card?: string
    readonly trial_period_days?: number
  } = {},
): Promise<{ customer: string; subscription: Stripe.Subscription }> {
  const { id: customer } = await stripe.customers.create({ email: 'ann@example.com', name: 'Ann' })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price, quantity: 1 }],
    success_url: 'https://t21.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://t21.example/plans',
    subscription_data: { metadata: { organization: 'org-1' }, ...more },
  })
  const reply = await press(session.url ?? '', { cardNumber: card, name: 'Ann' })
  if (reply.status !== 303) throw new Error(`${reply.status}: ${await reply.text()}`)
  const { data } = await stripe.subscriptions.list({ customer })
  const [subscription] = data
  if (subscription === undefined) throw new Error('There is no subscription.')
  return { customer, subscription }
}

/** The id of something that may be expanded. */
export function idOf(thing: string | { readonly id: string } | null): string {
  return typeof thing === 'string' ? thing : (thing?.id ?? '')
}
