import type { DemoClient } from './client.ts'

interface Current {
  readonly data: { readonly tier: string }
}

interface Plans {
  readonly data: readonly { readonly plan: string; readonly prices: readonly unknown[] }[]
}

/** The card that the sandbox takes: what a person would type on the checkout page. */
const card = { cardNumber: '4242 4242 4242 4242', cardExpiry: '12 / 34', cardCvc: '123' }

/**
 * Buys PRO for the demo's organization, once, on the checkout page: the form is sent as the browser would send it. Only in the
 * sandbox: a real payment provider is not paid by a demo.
 */
export async function buyPro(
  client: DemoClient,
  options: {
    readonly email: string
    readonly name: string
    readonly sandbox: string
    readonly returnUrl: string
    readonly say: (what: string) => void
  },
): Promise<void> {
  const { email, name, sandbox, returnUrl, say } = options
  const current = await client.get<Current>('/subscriptions/current')
  if (current.data.tier !== 'FREE') return
  const { data: plans } = await client.get<Plans>('/subscriptions/plans')
  if (!plans.some(({ plan, prices }) => plan === 'PRO' && prices.length > 0)) return
  const { data: checkout } = await client.post<{ data: { url: string } }>(
    '/subscriptions/checkout',
    { plan: 'PRO', successUrl: returnUrl, cancelUrl: returnUrl },
  )
  if (!checkout.url.startsWith(`${sandbox}/`)) return
  const paid = await fetch(checkout.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...card, email, name }),
  })
  if (paid.headers.get('location') !== returnUrl) {
    throw new Error(`The checkout page answered ${paid.status}.`)
  }
  await client.until<Current>('/subscriptions/current', ({ data }) => data.tier === 'PRO', 30)
  say('The demo organization has bought PRO on the checkout page.')
}
