import { test } from 'tap'
import { findChromium, openPage } from '../support/browser.ts'
import { buildDelivery, buildTenant } from '../support/factories.ts'
import { buildStaff } from '../support/staff.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

test(
  'support finds a delivery that waits for a person, sees its way as a picture, and resolves it',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { context } = running
    const staff = await buildStaff(context, 'SUPPORT')
    const { organization, brand } = await buildTenant(context.database)
    const scope = { organizationId: organization.id, brandId: brand.id }
    const waits = { ...scope, state: 'needs_attention', nextAt: null }
    const delivery = await buildDelivery(context.database, waits)
    await buildDelivery(context.database, waits)
    const events = [
      ['T0', null, 'scheduled'],
      ['T1', 'scheduled', 'claimed'],
      ['T5', 'claimed', 'sending'],
      ['T9', 'sending', 'unknown'],
      ['T12', 'unknown', 'reconciling'],
      ['T16', 'reconciling', 'needs_attention'],
    ] as const
    for (const [transition, from_state, to_state] of events) {
      await context.database.system('delivery_events').insert({
        delivery_id: delivery.id,
        organization_id: organization.id,
        transition,
        from_state,
        to_state,
        fence: 1,
        actor: 'worker:w1',
      })
    }
    const page = await openPage(t, found.path)
    await page.context().addCookies([
      {
        name: '__Host-t21-console',
        value: staff.token,
        // Chromium sends secure cookies to localhost without TLS; Playwright sets them with it only.
        url: url.replace('http:', 'https:'),
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ])

    const list = `resources/deliveries?filters.state=needs_attention&filters.postId=${delivery.postId}`
    await page.goto(`${url}/admin/${list}`)
    const rows = page.locator('[data-css="deliveries-table-row"]')
    await rows.waitFor()
    t.equal(await rows.count(), 1)
    await rows.getByText('needs attention').click()
    await page.getByTestId('delivery-page').waitFor()
    t.match(await page.getByTestId('next-step').innerText(), /Nothing happens by itself/)
    const drawn = await page.locator('[data-step]').all()
    t.same(
      await Promise.all(drawn.map((step) => step.getAttribute('data-step'))),
      events.map(([, , to]) => to),
    )
    t.equal(await page.getByTestId('action-retry').count(), 0, 'what makes no sense is not offered')

    await page.getByTestId('action-resolve').click()
    const form = page.getByTestId('command-resolve')
    await form.getByLabel('What do you see?').selectOption('published')
    const address = 'https://x.com/acme/status/1790000000000000001'
    await form.getByLabel('Its address').fill(address)
    await form.getByLabel('Reason').fill('I see it on their profile.')
    await form.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('It counts as published.').waitFor()
    await page.getByText('a person saw it').waitFor()
    t.equal(await page.locator(`a[href="${address}"]`).first().getAttribute('target'), '_blank')
    t.match(await page.getByTestId('delivery-steps').innerText(), staff.email)
    const states = await context.database.system('social_posts').select('id', 'state')
    t.same(
      states.filter(({ state }) => state === 'published').map(({ id }) => id),
      [delivery.id],
    )
  },
)
