import { test } from 'tap'
import { findChromium, openPage } from '../support/browser.ts'
import { buildCustomer } from '../support/console-world.ts'
import { buildDelivery } from '../support/factories.ts'
import { buildStaff } from '../support/staff.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

test(
  'a customer is found by e-mail, seen on one page, and given credits up to the limit',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { context } = running
    const { database } = context
    const mine = await buildCustomer({ database })
    await buildDelivery(database, {
      organizationId: mine.organization.id,
      brandId: mine.brand.id,
      state: 'failed',
      nextAt: null,
      error: { code: 'content_rejected', message: 'Too long.' },
    })
    const staff = await buildStaff(context, 'SUPPORT')
    const page = await openPage(t, found.path)
    await page.goto(`${url}/admin`)
    await page.getByLabel('E-mail').fill(staff.email)
    await page.getByLabel('Password').fill(staff.password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByLabel('Code').fill(staff.code(1))
    await page.getByRole('button').first().click()

    const box = page.getByTestId('find')
    await box.getByRole('searchbox').fill('%')
    await box.getByRole('button', { name: 'Find' }).click()
    await page.getByTestId('find-nothing').waitFor()
    await box.getByRole('searchbox').fill(mine.user.email)
    await box.getByRole('button', { name: 'Find' }).click()
    await page.waitForURL(`**/users/records/${mine.user.id}/show`)
    await page.getByTestId('customer-deliveries').getByText('content_rejected').waitFor()
    const looked = page.getByTestId('customer-staff-readings')
    t.equal(await looked.count(), 0, 'SUPPORT does not see who looked')

    await page.getByTestId('customer-memberships').getByText('Harbour Coffee').click()
    await page.waitForURL(`**/organizations/records/${mine.shared.id}/show`)
    await page.getByTestId('customer-members').getByText(mine.colleague.user.email).waitFor()
    await page.getByTestId('action-give-credits').click()
    const form = page.getByTestId('command-give-credits')
    await form.getByLabel('Of what').selectOption('aiCredits')
    await form.getByLabel('How many').fill('51')
    await form.getByLabel('Reason').fill('An apology for yesterday.')
    await form.getByRole('button', { name: 'Give credits' }).click()
    t.match(await form.getByTestId('problem').innerText(), /50 more/)
    await form.getByLabel('How many').fill('50')
    await form.getByRole('button', { name: 'Give credits' }).click()
    await page.getByTestId('customer-usage').getByText('0 of 60').waitFor()
    const done = page.getByTestId('customer-staff')
    await done.getByText('An apology for yesterday.').first().waitFor()
    t.match(await done.innerText(), /give-credits Organization/, 'and colleagues see it')
  },
)
