import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { DemoClient } from '../../demo/client.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { enrol, find, picture } from '../support/console-browser.ts'
import { connectOnPage } from '../support/connect-on-page.ts'
import { SandboxControl } from '../support/sandbox-control.ts'
import { buildStaff } from '../support/staff.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
const words = 'Dawn over the harbour, in one minute.'

interface PostAnswer {
  readonly data: { readonly id: string; readonly status: string }
}

test(
  '"My post did not go out": support finds it, tries it again, and the wall shows it',
  { skip, timeout: 280_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url, sandbox } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { context } = running
    const page = await openPage(t, found.path)
    const [ada, eve] = [await signedIn(url, 'ada'), await signedIn(url, 'eve')]
    const brand = await ada.ensureBrand()
    await connectOnPage(page, ada, brand.id)
    const control = new SandboxControl(sandbox)
    await control.arm({
      network: 'twitter',
      operation: 'finalize_media',
      fault: 'processing_failed',
    })
    const film = await readFile(join(import.meta.dirname, '../../demo/dawn.mp4'))
    const medium = await ada.upload('dawn.mp4', 'video/mp4', film, 'The harbour at dawn')
    const { data: post } = await ada.post<PostAnswer>('/posts', {
      brandId: brand.id,
      content: words,
      mediaIds: [medium],
      platforms: ['TWITTER'],
      publishNow: true,
    })
    await ada.until<PostAnswer>(`/posts/${post.id}`, ({ data }) => data.status === 'FAILED', 60)

    const code = await enrol(page, { context, url }, { name: 'Sam', role: 'SUPPORT' })
    await picture(page, 'dashboard')
    await find(page, url, '%')
    await page.getByTestId('find-nothing').waitFor()
    await find(page, url, 'ADA@example.com')
    await page.waitForURL('**/resources/users/records/**')
    await page.getByText('ada@example.com').first().waitFor()
    await picture(page, 'customer')

    await find(page, url, post.id)
    await page.getByTestId('post-page').getByText(words).waitFor()
    await page.getByRole('link', { name: /^X ·/ }).click()
    const delivery = page.getByTestId('delivery-page')
    await delivery.getByTestId('delivery-picture').waitFor()
    t.match(await delivery.innerText(), /failed/i)
    await picture(page, 'delivery')
    await page.getByTestId('action-retry').click()
    const form = page.getByTestId('command-retry')
    await form.getByRole('button', { name: 'Retry' }).click()
    await page.waitForTimeout(300)
    t.ok(await form.isVisible(), 'not without a reason')
    await form.getByLabel('Reason').fill('Asked by mail; the film was processed badly.')
    await picture(page, 'retry')
    await form.getByRole('button', { name: 'Retry' }).click()
    await ada.until<PostAnswer>(`/posts/${post.id}`, ({ data }) => data.status === 'PUBLISHED', 60)
    await page.goto(sandbox)
    await page.getByText(words).first().waitFor()
    t.equal((await control.published('twitter')).length, 1, 'once')
    await find(page, url, post.id)
    await page.getByRole('link', { name: /^X ·/ }).click()
    await delivery
      .getByText(/published/i)
      .first()
      .waitFor()
    t.match(await delivery.innerText(), /Sam|staff/i, 'the history says that staff did it')
    await picture(page, 'delivery-published')

    await find(page, url, 'ada@example.com')
    await page.getByTestId('action-suspend').click()
    const suspend = page.getByTestId('command-suspend')
    await suspend.getByLabel('Reason').fill('Spam, see ticket 12.')
    await suspend.getByLabel('Code').fill(code(1))
    await suspend.getByRole('button', { name: 'Suspend' }).click()
    await page.getByText('ada@example.com is suspended.').waitFor()
    await t.rejects(ada.get('/posts'), { message: /UNAUTHORIZED/ }, 'at once')
    await eve.get('/posts')
    await t.rejects(ada.signIn({ ...person('ada') }), { message: /ACCOUNT_SUSPENDED/ })
    const done = await context.database.system('staff_audit').whereNot({ action: 'read' })
    t.match(
      done.map(({ action, outcome }) => [action, outcome]),
      [
        ['retry', 'done'],
        ['suspend', 'done'],
      ],
    )

    const delivered = `${url}/admin/resources/deliveries`
    for (const [role, sees] of [
      ['BILLING', false],
      ['AUDITOR', true],
      ['ADMIN', true],
    ] as const) {
      const { token } = await buildStaff(context, role)
      await page.context().addCookies([
        {
          name: '__Host-t21-console',
          value: token,
          url: url.replace('http:', 'https:'),
          secure: true,
        },
      ])
      await page.goto(delivered)
      await page.locator('[data-css="logged-in"]').waitFor()
      await page.waitForLoadState('networkidle')
      const rows = await page.locator('[data-css="deliveries-table-row"]').count()
      t.equal(rows > 0, sees, `${role} sees deliveries: ${sees}`)
      await picture(page, `deliveries-${role.toLowerCase()}`)
    }
  },
)

function person(name: string) {
  return { email: `${name}@example.com`, password: `a-long-pass-phrase-of-${name}`, name }
}

async function signedIn(url: string, name: string): Promise<DemoClient> {
  const client = new DemoClient(url)
  await client.signIn(person(name))
  return client
}
