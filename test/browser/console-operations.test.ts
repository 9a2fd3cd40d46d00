import { readFile } from 'node:fs/promises'
import { test } from 'tap'
import { findChromium, openPage } from '../support/browser.ts'
import { buildStaff } from '../support/staff.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

test(
  'an ADMIN sees the figures, stops a network, lets somebody in, and finds both in the audit log and its file',
  { skip, timeout: 240_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { system } = running.context.database
    const staff = await buildStaff(running.context, 'ADMIN')
    const page = await openPage(t, found.path)
    await page.goto(`${url}/admin`)
    await page.getByLabel('E-mail').fill(staff.email)
    await page.getByLabel('Password').fill(staff.password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByLabel('Code').fill(staff.code(1))
    await page.getByRole('button').first().click()
    // Codes count once; further ones would have to wait for the clock.
    const forgetCode = () => system('staff_authenticators').update({ last_step: null })

    await page.getByTestId('panel-plans').getByText('There is no organization yet.').waitFor()
    await page.getByRole('button', { name: '24 hours' }).click()
    await page.getByTestId('panel-outcomes').getByText('Nothing was due').waitFor()

    await forgetCode()
    await page.goto(`${url}/admin/pages/plugins`)
    await page.getByRole('button', { name: 'Stop publishing to X' }).click()
    const stop = page.getByTestId('command-stop')
    await stop.getByLabel('Reason').fill('=It publishes twice')
    await stop.getByLabel('Code').fill('000000')
    await stop.getByRole('button', { name: 'Stop publishing' }).click()
    await stop.getByTestId('problem').waitFor()
    t.same(await system('publishing_stops').select('id'), [], 'a wrong code stops nothing')
    await stop.getByLabel('Code').fill(staff.code())
    await stop.getByRole('button', { name: 'Stop publishing' }).click()
    await page.getByTestId('plugin-twitter').getByText('■ stopped').waitFor()

    await forgetCode()
    await page.goto(`${url}/admin/pages/team`)
    const create = page.getByTestId('command-create')
    await create.getByLabel('E-mail').fill('new@example.com')
    await create.getByLabel('Name').fill('New')
    await create.getByLabel('Role').selectOption('SUPPORT')
    await create.getByLabel('Reason').fill('Began on Monday.')
    await create.getByLabel('Code').fill(staff.code())
    await create.getByRole('button', { name: 'Let somebody in' }).click()
    const shown = page.getByTestId('secret')
    t.match(await shown.locator('code').innerText(), /^\S{24}$/)
    await shown.getByRole('button', { name: 'I have kept it' }).click()
    t.equal(await create.getByLabel('E-mail').inputValue(), '', 'the form is empty again')

    await page.goto(`${url}/admin/pages/audit`)
    await page.getByLabel('From (day, UTC)').fill('2026-02-30')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByTestId('problem').waitFor()
    t.equal(await page.getByTestId('entry').count(), 0, 'no other entries stand below')
    await page.getByLabel('From (day, UTC)').fill('')
    await page.getByLabel('Outcome').fill('done')
    await page.getByLabel('Action').fill('stop')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.waitForURL(/action=stop/)
    await page.getByTestId('entry').getByText('“=It publishes twice”').waitFor()
    await page.getByTestId('entry').nth(1).waitFor({ state: 'detached' })
    t.equal(await page.getByTestId('entry').count(), 1)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    const file = await readFile(await (await download).path(), 'utf8')
    t.match(file, `,'=It publishes twice,`)
    t.equal(file.trim().split('\r\n').length, 2)
  },
)
