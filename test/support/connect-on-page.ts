import type { Page } from 'playwright-core'
import type { DemoClient } from '../../demo/client.ts'

/** Connects an account of X by agreeing on the consent page of the network, as a person does. @param handle one that it offers */
export async function connectOnPage(
  page: Page,
  client: DemoClient,
  brandId: string,
  handle = 'demo_brand',
): Promise<void> {
  const { data } = await client.post<{ data: { authorizationUrl: string; connectionId: string } }>(
    `/brands/${brandId}/social-accounts`,
    { platform: 'TWITTER' },
  )
  await page.goto(data.authorizationUrl)
  await page.getByText(`@${handle}`).click()
  await client.until<{ data: { status: string } }>(
    `/connections/${data.connectionId}`,
    ({ data: { status } }) => status === 'connected',
    30,
  )
}
