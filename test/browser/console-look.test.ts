import { test } from 'tap'
import type { Page } from 'playwright-core'
import { findChromium, openPage } from '../support/browser.ts'
import { buildDelivery, buildTenant, buildUser } from '../support/factories.ts'
import { buildStaff, type BuiltStaff } from '../support/staff.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

test(
  'the console says where one is, keeps in view what one decides about, and says what went wrong',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { database } = running.context
    const [mine, other] = [await buildTenant(database), await buildTenant(database)]
    const unverified = await buildUser(database, { emailVerifiedAt: null })
    const failed = { state: 'failed', nextAt: null, platform: 'TWITTER' }
    const delivery = await buildDelivery(database, {
      ...failed,
      organizationId: mine.organization.id,
      brandId: mine.brand.id,
    })
    await buildDelivery(database, {
      ...failed,
      organizationId: other.organization.id,
      brandId: other.brand.id,
    })
    const staff = await buildStaff(running.context, 'SUPPORT')
    const page = await openPage(t, found.path)
    await enter(page, url, staff)
    const titled = async (title: string) => {
      const end = performance.now() + 30_000
      while ((await page.title()) !== title && performance.now() < end)
        await page.waitForTimeout(50)
      t.equal(await page.title(), title)
    }

    await page.goto(`${url}/admin`)
    await titled('Dashboard · T21 console')
    await page.keyboard.press('Tab')
    t.equal(await page.locator(':focus').innerText(), 'To the content', 'past the menu first')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    t.equal(await page.locator(':focus').getAttribute('type'), 'search')
    await page.keyboard.type(mine.user.email)
    await page.keyboard.press('Enter')
    await titled(`${mine.user.email} · Users · T21 console`)
    t.equal(await page.locator('h1').innerText(), mine.user.email)

    // What they ask about stands first, and is one click away; without loading the console anew.
    await page.evaluate('window.stayed = true')
    const trouble = page.getByTestId('customer-trouble')
    await trouble.getByRole('link', { name: /^X · account_/ }).click()
    await page.waitForURL(`**/deliveries/records/${delivery.id}/show`)
    t.equal(await page.evaluate('window.stayed'), true)

    await page.getByTestId('action-retry').click()
    const form = page.getByTestId('command-retry')
    await form.waitFor()
    t.equal(await page.locator(':focus').getAttribute('name'), 'reason')
    t.ok(await page.getByTestId('delivery-page').isVisible(), 'what is decided about stays in view')
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
    t.equal(await page.locator(':focus').getAttribute('data-testid'), 'action-retry')

    // From any page to any other.
    await page.getByRole('searchbox').fill(unverified.email)
    await page.keyboard.press('Enter')
    await titled(`${unverified.email} · Users · T21 console`)
    await trouble.getByText('not verified').waitFor()

    await page.goto(`${url}/admin/resources/deliveries?filters.state=failed&filters.platform=NONE`)
    await titled('Deliveries · T21 console')
    await page.getByTestId('empty').getByText('No entry fits').waitFor()
    await page.getByRole('button', { name: 'Without Network' }).click()
    await page.locator('[data-css="deliveries-table-row"]').nth(1).waitFor()
    t.match(page.url(), /filters\.state=failed$|filters\.state=failed&/)

    // A row by the keyboard: its first field is a link, its menu opens by Enter.
    const row = page.locator(`[data-css="deliveries-table-row"][data-id="${delivery.id}"]`)
    await row.locator('summary').focus()
    await page.keyboard.press('Enter')
    t.same(await row.locator('details a').allInnerTexts(), ['Open', 'Retry'])
    await page.keyboard.press('Escape')
    t.equal(await row.getByText('Retry').isVisible(), false)
    await row.getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/records/${delivery.id}/show`)

    await page.goto(`${url}/admin/resources/users/records/${delivery.id}/show`)
    await page.getByTestId('missing').waitFor()
    await titled('Not found · T21 console')

    for (const [path, api] of [
      ['resources/deliveries', '**/api/resources/deliveries/actions/list*'],
      [
        `resources/deliveries/records/${delivery.id}/show`,
        '**/api/resources/deliveries/records/**',
      ],
    ] as const) {
      await page.route(api, (route) =>
        route.fulfill({
          status: 500,
          json: { error: { message: 'It broke.' }, meta: { requestId: 'req_1' } },
        }),
      )
      await page.goto(`${url}/admin/${path}`)
      await page.getByTestId('trouble').getByText('It broke. Request req_1').waitFor()
      await page.unroute(api)
      await page.getByRole('button', { name: 'Try again' }).click()
      await page
        .getByText(/account_/)
        .first()
        .waitFor()
    }

    await database
      .system('staff_sessions')
      .update({ ended_at: new Date(), ended_because: 'removed' })
    await page.getByRole('searchbox').fill(mine.user.email)
    await page.keyboard.press('Enter')
    await page.getByLabel('E-mail').waitFor()
    await enter(page, url, await buildStaff(running.context, 'SUPPORT'))
    await page.goto(`${url}/admin`)
    await page.waitForURL(`**/deliveries/records/${delivery.id}/show`)

    await enter(page, url, await buildStaff(running.context, 'BILLING'))
    await page.goto(`${url}/admin/resources/deliveries`)
    await page.getByTestId('missing').getByText('your role does not show it').waitFor()
    t.equal(await page.getByRole('link', { name: 'Deliveries' }).count(), 0, 'nor is it offered')
  },
)

async function enter(page: Page, url: string, { token }: BuiltStaff): Promise<void> {
  await page.context().addCookies([
    {
      name: '__Host-t21-console',
      value: token,
      url: url.replace('http:', 'https:'),
      secure: true,
    },
  ])
}
