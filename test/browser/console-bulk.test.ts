import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { test } from 'tap'
import { DemoClient } from '../../demo/client.ts'
import { findChromium, openPage } from '../support/browser.ts'
import { buildDelivery } from '../support/factories.ts'
import { buildStaff } from '../support/staff.ts'
import { enrol, picture } from '../support/console-browser.ts'
import { connectOnPage } from '../support/connect-on-page.ts'
import { SandboxControl } from '../support/sandbox-control.ts'
import { startWhole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false

interface PostAnswer {
  readonly data: { readonly id: string; readonly status: string }
}

test(
  'after an outage support ticks what failed, retries it at once, and the wall shows it',
  { skip, timeout: 280_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url, sandbox } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { context } = running
    const page = await openPage(t, found.path)
    const control = new SandboxControl(sandbox)
    const posts: { client: DemoClient; id: string }[] = []
    for (const [name, handle, many] of [
      ['ada', 'demo_brand', 3],
      ['eve', 'demo_bakery', 2],
    ] as const) {
      const client = await signedIn(url, name)
      const brand = await client.ensureBrand()
      await connectOnPage(page, client, brand.id, handle)
      for (let number = 1; number <= many; number++) {
        const id = await failedPost(client, control, brand.id, `${name} writes, ${number}`)
        posts.push({ client, id })
      }
    }

    await enrol(page, { context, url }, { name: 'Sam', role: 'SUPPORT' })
    await page.goto(`${url}/admin/resources/deliveries?filters.state=failed`)
    const rows = page.locator('[data-css="deliveries-table-row"]')
    await rows.nth(4).waitFor()
    t.equal(await rows.count(), 5)

    // By the keyboard: one is ticked, which opens no record, and then all of them.
    const first = rows.first().getByRole('checkbox')
    t.match(await first.getAttribute('aria-label'), /^Choose .*failed, TWITTER/)
    await first.focus()
    await page.keyboard.press('Space')
    t.ok(await first.isChecked())
    t.match(page.url(), /filters\.state=failed/, 'it is still the list')
    await page.getByText('Selected (1)').waitFor()
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
    await page.getByText('Selected (5)').waitFor()
    await picture(page, 'bulk-list')
    await page.locator('caption').getByText('Retry').click()

    const form = page.getByTestId('command-retry-many')
    await form.getByText('To each of them').waitFor()
    const chosen = page.getByTestId('chosen')
    t.equal(await chosen.locator('tbody tr').count(), 5)
    t.match(await chosen.innerText(), /demo_brand[\s\S]*demo_bakery|demo_bakery[\s\S]*demo_brand/)
    const audit = () =>
      context.database.system('staff_audit').where({ action: 'retry' }).orderBy('id')
    t.same(await audit(), [], 'to look at it does nothing')
    await picture(page, 'bulk-form')

    // Meanwhile somebody of the customer has called one of them off.
    const [gone] = await context.database
      .system('social_posts')
      .where({ post_id: posts[4]?.id ?? '' })
      .update({ state: 'canceled' })
      .returning('id')
    await form.getByRole('button', { name: 'Retry 5' }).click()
    t.equal(await page.getByTestId('results').count(), 0, 'not without a reason')
    await form.getByLabel('Reason').fill('X was down this morning, ticket 12.')
    await form.getByRole('button', { name: 'Retry 5' }).click()
    const results = page.getByTestId('results')
    await results.getByText('4 done, 1 not.').waitFor()
    t.match(await results.locator('tbody tr').first().innerText(), /refused[\s\S]*It has moved on/)
    const link = results.locator('tbody tr').first().getByRole('link')
    t.match(await link.getAttribute('href'), `/records/${gone.id}/show`)
    await picture(page, 'bulk-results')

    for (const { client, id } of posts.slice(0, 4)) {
      await client.until<PostAnswer>(`/posts/${id}`, ({ data }) => data.status === 'PUBLISHED', 60)
    }
    t.equal(
      (await control.published('twitter')).length,
      4,
      'each once, and not what was called off',
    )
    const entries = await audit()
    t.match(
      entries.map(({ outcome, reason }) => [outcome, reason]),
      Array.from({ length: 4 }, () => ['done', 'X was down this morning, ticket 12.']),
    )
    t.equal(new Set(entries.map(({ organization_id: id }) => id)).size, 2, 'of both customers')

    await page.getByRole('button', { name: 'Back to the list' }).click()
    await page.waitForURL('**/resources/deliveries?filters.state=failed')

    // On a phone, in the dark, where lists are cards.
    await context.database.system('social_posts').where({ id: gone.id }).update({ state: 'failed' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.reload()
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
    await picture(page, 'bulk-list-phone')
    await page.locator('caption').getByText('Retry').click()
    await form.getByLabel('Reason').fill('They want it after all.')
    await picture(page, 'bulk-form-phone')
    t.ok((await widthOf(page)) <= 390, 'the page is no wider than the phone')
    await form.getByRole('button', { name: 'Retry 1' }).click()
    await results.getByText('It is done.').waitFor()
    await picture(page, 'bulk-results-phone')
    t.ok((await widthOf(page)) <= 390)
  },
)

async function widthOf(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth'))
}

test(
  'whoever leaves the page while it works stops what is left',
  { skip, timeout: 120_000 },
  async (t) => {
    if ('skip' in found) return
    const { running, url } = await startWhole(t, { T21_CONSOLE: 'true' })
    const { system } = running.context.database
    const ids: string[] = []
    for (let number = 0; number < 4; number++) {
      const made = await buildDelivery(running.context.database, { state: 'failed', nextAt: null })
      ids.push(made.id)
    }
    const page = await openPage(t, found.path)
    const { token } = await buildStaff(running.context, 'ADMIN')
    const secure = { secure: true, url: url.replace('http:', 'https:') }
    await page.context().addCookies([{ name: '__Host-t21-console', value: token, ...secure }])
    await page.goto(`${url}/admin/resources/deliveries/bulk/retry-many?recordIds=${ids.join(',')}`)
    const form = page.getByTestId('command-retry-many')
    await form.getByLabel('Reason').fill('The network was down.')
    // The second one has to wait for somebody else.
    const lock = await system.transaction()
    await lock('social_posts')
      .where({ id: ids[1] ?? '' })
      .forUpdate()
    await form.getByRole('button', { name: 'Retry 4' }).click()
    while ((await system('staff_audit').where({ subject_id: ids[1] ?? '' })).length === 0) {
      await page.waitForTimeout(20)
    }
    await page.getByRole('link', { name: 'Deliveries' }).first().click()
    await page.locator('[data-css="deliveries-table-row"]').first().waitFor()
    await page.waitForTimeout(300)
    await lock.commit()
    const begun = () => system('staff_audit').where({ action: 'retry', outcome: 'begun' })
    while ((await begun()).length > 0) await page.waitForTimeout(20)
    await page.waitForTimeout(500)
    const acts = await system('staff_audit').where({ action: 'retry' }).orderBy('id')
    t.match(
      acts.map((act) => [act.subject_id, act.outcome]),
      [
        [ids[0], 'done'],
        [ids[1], 'done'],
      ],
    )
    t.equal(acts.length, 2, 'and no more')
    const left = await system('social_posts').whereIn('id', ids).where({ state: 'failed' })
    t.ok(left.length >= 2, 'what is left is as it was')

    await page.goto(`${url}/admin/resources/deliveries/bulk/retry-many?recordIds=${ids[3]}`)
    await form.getByLabel('Reason').fill('The network was down.')
    await form.getByRole('button', { name: 'Retry 1' }).click()
    await page.getByTestId('results').getByRole('link', { name: /^req_/ }).click()
    await page.getByText('The network was down.').first().waitFor()
    t.match(page.url(), /\/admin\/pages\/audit\?requestId=req_/)
  },
)

/** Something that the network refuses. */
async function failedPost(
  client: DemoClient,
  control: SandboxControl,
  brandId: string,
  content: string,
): Promise<string> {
  await control.arm({ network: 'twitter', operation: 'finalize_media', fault: 'processing_failed' })
  const film = await readFile(join(import.meta.dirname, '../../demo/dawn.mp4'))
  const medium = await client.upload('dawn.mp4', 'video/mp4', film, 'The harbour at dawn')
  const { data: post } = await client.post<PostAnswer>('/posts', {
    brandId,
    content,
    mediaIds: [medium],
    platforms: ['TWITTER'],
    publishNow: true,
  })
  await client.until<PostAnswer>(`/posts/${post.id}`, ({ data }) => data.status === 'FAILED', 60)
  return post.id
}

async function signedIn(url: string, name: string): Promise<DemoClient> {
  const client = new DemoClient(url)
  const password = `a-long-pass-phrase-of-${name}`
  await client.signIn({ email: `${name}@example.com`, password, name })
  return client
}
