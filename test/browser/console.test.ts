import { test } from 'tap'
import type { Page } from 'playwright-core'
import { createStaffMember } from '../../core/src/features/staff/staff-members.service.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { buildUser } from '../support/factories.ts'
import { staffPasswords } from '../support/staff.ts'
import { totpOf } from '../support/totp.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
const password = 'a-Password of my own 7'

test(
  'somebody new of the staff enrols, finds a customer, suspends them, and leaves',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { context } = running
    const customer = await buildUser(context.database, { name: 'Grace Customer' })
    const other = await buildUser(context.database)
    const email = 'support@example.com'
    const initial = await createStaffMember(context, staffPasswords(context), {
      email,
      name: 'Sam Support',
      role: 'SUPPORT',
    })
    const page = await openPage(t, found.path)
    const complaints = complaintsOf(page)

    await page.goto(`${url}/admin`)
    t.match(page.url(), '/admin/login', 'nobody gets further')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(initial.password)
    await page.getByRole('button', { name: 'Go on' }).click()
    const secret = await page.locator('code').innerText()
    await page.getByRole('textbox', { name: 'Code' }).fill('000000')
    await page.getByLabel('A password of your own').fill(password)
    await page.getByRole('button', { name: 'Finish' }).click()
    t.equal(await page.getByRole('alert').count(), 1, 'a wrong code is said to be one')
    t.equal(await page.locator('code').innerText(), secret, 'and the secret stays')
    const used = totpOf(secret)
    await page.getByRole('textbox', { name: 'Code' }).fill(used)
    await page.getByLabel('A password of your own').fill(password)
    await page.getByRole('button', { name: 'Finish' }).click()
    t.equal(await page.locator('.codes li').count(), 10, 'recovery codes are shown, once')
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.getByTestId('home').waitFor()

    await page.goto(`${url}/admin/resources/users?filters.email=${customer.email.toUpperCase()}`)
    await page.locator('[data-css="users-table-row"]').waitFor()
    t.equal(await page.locator('[data-css="users-table-row"]').count(), 1)
    await page.locator('[data-css="users-table-row"]').getByText(customer.email).click()
    await page.waitForURL(`**/records/${customer.id}/show`)
    await page.getByTestId('action-suspend').click()
    const form = page.getByTestId('command-suspend')
    await form.getByLabel('Reason').fill('They asked for it by mail.')
    await form.getByLabel('Code').fill(used)
    await form.getByRole('button', { name: 'Suspend' }).click()
    t.match(await form.getByTestId('problem').innerText(), /code/i, 'a used code is refused')
    await form.getByLabel('Code').fill(totpOf(secret, 1))
    await form.getByRole('button', { name: 'Suspend' }).click()
    await page.getByText(`${customer.email} is suspended.`).waitFor()
    await page.getByTestId('action-restore').waitFor()
    const states = await context.database.system('users').orderBy('email').select('id', 'status')
    t.same(
      new Map(states.map(({ id, status }) => [id, status])),
      new Map([
        [customer.id, 'suspended'],
        [other.id, 'active'],
      ]),
    )

    await page.locator('[data-css="logged-in"]').click()
    await page.getByText('Log out').click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('E-mail').waitFor()
    await page.goto(`${url}/admin/resources/users`)
    t.match(page.url(), '/admin/login', 'the session is over')
    t.same(complaints, [])
  },
)

/** What the browser refuses of a page: the policy, or something from elsewhere. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && /refused|policy|blocked/i.test(message.text())) {
      complaints.push(message.text())
    }
  })
  page.on('requestfailed', (request) => {
    const { errorText = '' } = request.failure() ?? {}
    // Who leaves a page does not wait for its figures.
    if (errorText !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${errorText}`)
  })
  return complaints
}
