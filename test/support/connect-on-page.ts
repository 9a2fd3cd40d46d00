import type { Page } from 'playwright-core'
import type { DemoClient } from '../../demo/client.ts'

/** Connects an account of X by agreeing on the consent page of the network, as a person does. */
export async function connectOnPage(
  page: Page,
  client: DemoClient,
  brandId: string,
): Promise<void> {
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
