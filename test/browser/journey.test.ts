import { test } from 'tap'
import { DemoClient } from '../../demo/client.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { connectOnPage } from '../support/connect-on-page.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
const returnUrl = 'http://localhost:5173/billing'

interface Current {
  readonly data: {
    readonly tier: string
    readonly subscription: { readonly status: string; readonly cancelAtPeriodEnd: boolean } | null
  }
}

test(
  'somebody registers, buys PRO, has AI write a post, sees it on the wall, and cancels in the portal',
  { skip, timeout: 280_000 },
  async (t) => {
    if ('skip' in found) return
    const { url, sandbox } = await startWhole(t)
    const page = await openPage(t, found.path)
    // The web app, which is not T21's: what it would show is of no matter here.
    await page.route(`${new URL(returnUrl).origin}/**`, (route) => route.fulfill({ body: 'back' }))
    const [client, other] = [await signedIn(url, 'ada'), await signedIn(url, 'eve')]
    const brand = await client.ensureBrand()
    await connectOnPage(page, client, brand.id)

    const { data: checkout } = await client.post<{ data: { url: string } }>(
      '/subscriptions/checkout',
      { plan: 'PRO', successUrl: returnUrl, cancelUrl: returnUrl },
    )
    t.ok(checkout.url.startsWith(sandbox), 'the checkout page is the sandbox’s')
    await page.goto(checkout.url)
    await page.getByText('£7.00').first().waitFor()
    await page.getByRole('button', { name: 'Subscribe' }).click()
    await page.waitForURL(returnUrl)
    await client.until<Current>('/subscriptions/current', ({ data }) => data.tier === 'PRO', 30)
    t.match(await other.get('/subscriptions/current'), { data: { tier: 'FREE' } })

    const { data: text, meta } = await client.post<{
      data: { id: string; content: string; hashtags: string[] }
      meta: { creditsRemaining: number }
    }>('/ai/generate-content', {
      brandId: brand.id,
      prompt: 'The first bread of the morning, still warm.',
      platform: 'TWITTER',
    })
    t.equal(meta.creditsRemaining, 99, 'of the 100 of PRO')
    const { data: post } = await client.post<{ data: { id: string; aiGenerated: boolean } }>(
      '/posts',
      {
        brandId: brand.id,
        content: text.content,
        aiGenerationId: text.id,
        platforms: ['TWITTER'],
        scheduledFor: new Date(Date.now() + 3_000).toISOString(),
      },
    )
    t.equal(post.aiGenerated, true)
    await page.goto(sandbox)
    const words = text.content.split('\n')[0] ?? ''
    t.notOk(await page.getByText(words).isVisible(), 'not before its time')
    await page.getByText(words).first().waitFor()
    t.pass('the wall shows it, without being loaded again')

    const { data: portal } = await client.post<{ data: { url: string } }>('/subscriptions/portal', {
      returnUrl,
    })
    await page.goto(portal.url)
    await page
      .getByRole('button', { name: /cancel/i })
      .first()
      .click()
    const { data: ended } = await client.until<Current>(
      '/subscriptions/current',
      ({ data }) => data.subscription?.cancelAtPeriodEnd === true,
      30,
    )
    t.match(ended, { tier: 'PRO', subscription: { status: 'active' } }, 'it is paid until then')
  },
)

async function signedIn(url: string, name: string): Promise<DemoClient> {
  const client = new DemoClient(url)
  const password = `a-long-pass-phrase-of-${name}`
  await client.signIn({ email: `${name}@example.com`, password, name })
  return client
}
