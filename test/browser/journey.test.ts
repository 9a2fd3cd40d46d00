import type { Page } from 'playwright-core'
import { test } from 'tap'
import { DemoClient } from '../../demo/client.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

test(
  'somebody registers, connects an account, and sees a scheduled post on the wall',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { url, sandbox } = await startWhole(t)
    const page = await openPage(t, found.path)
    const client = new DemoClient(url)
    await client.signIn({
      email: 'ada@example.com',
      password: 'a-long-pass-phrase-of-ada',
      name: 'Ada',
    })
    const brand = await client.ensureBrand()
    await connect(page, client, brand.id)

    const words = `Written for ${Date.now()}`
    await client.post('/posts', {
      brandId: brand.id,
      content: words,
      platforms: ['TWITTER'],
      scheduledFor: new Date(Date.now() + 3_000).toISOString(),
    })
    await page.goto(sandbox)
    t.notOk(await page.getByText(words).isVisible(), 'not before its time')
    await page.getByText(words).waitFor()
    t.pass('the wall shows it, without being loaded again')
  },
)

/** Agrees on the consent page of the network, as a person does. */
async function connect(page: Page, client: DemoClient, brandId: string): Promise<void> {
  const { data } = await client.post<{ data: { authorizationUrl: string; connectionId: string } }>(
    `/brands/${brandId}/social-accounts`,
    { platform: 'TWITTER' },
  )
  await page.goto(data.authorizationUrl)
  await page.getByText('@demo_brand').click()
  await client.until<{ data: { status: string } }>(
    `/connections/${data.connectionId}`,
    ({ data: { status } }) => status === 'connected',
    30,
  )
}
