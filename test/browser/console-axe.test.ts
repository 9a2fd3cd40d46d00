import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import pg from 'pg'
import { chromium, type Browser, type Page } from 'playwright-core'
import { test } from 'tap'
import { lookups } from '../../admin/src/lookups/index.ts'
import { pages } from '../../admin/src/pages/index.ts'
import { createStaffMember } from '../../core/src/features/staff/staff-members.service.ts'
import { openStaffSession } from '../../core/src/features/staff/staff-sessions.ts'
import { buildWorld } from '../api-document/world.ts'
import { addRows } from '../console/planted-rows.ts'
import { findChromium } from '../support/browser.ts'
import { buildStaff, staffAccess, staffClient, staffOf, staffPasswords } from '../support/staff.ts'
import { startWhole, type Whole } from '../support/whole.ts'

const found = await findChromium()
const skip = 'skip' in found ? found.skip : false
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

const unknown = '01997c3e-7a10-7c00-8000-00000000ffff'

/** Screens, and what people set for them. */
const forms = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
] as const

type Form = (typeof forms)[number]

/** How much of a page is beyond the right end of the screen: what scrolls by itself is not. */
const sideways = `Math.max(...[document.documentElement, ...document.querySelectorAll('[data-css="app-content"]')]
  .map((element) => element.scrollWidth - element.clientWidth))`

/** A page, and what is done there before it is looked at. */
interface Screen {
  readonly path: string
  /** Whose session is sent; nobody's where nothing is said. */
  readonly session?: string
  open?(page: Page): Promise<unknown>
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly any: readonly { message: string }[] }[]
}

test(
  'axe finds nothing against WCAG 2 A and AA on any page of the console, nothing is wider than the screen, and the browser complains of nothing',
  { skip, timeout: 900_000 },
  async (t) => {
    if ('skip' in found) return
    const whole = await startWhole(t, { T21_CONSOLE: 'true' })
    const screens = await screensOf(whole)
    const browser = await chromium.launch({
      executablePath: found.path,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    t.teardown(() => browser.close())
    const long = process.env['TEST_LONG'] === 'true'
    for (const [number, form] of forms.entries()) {
      // Each page in one of the forms by turns, and in all of them in the long form.
      for (const screen of screens.filter((_screen, index) => long || index % 4 === number)) {
        const name = `${screen.path} at ${form.width}, ${form.colorScheme}`
        t.same(await look(browser, whole, form, screen), [], name)
      }
    }
    const broken: Screen = {
      path: '/admin/login',
      open: (page) =>
        page.evaluate(`document.querySelector('h1').style.color = '#aaa'
          document.querySelector('label').replaceWith(document.querySelector('input'))
          document.querySelector('main').style.minWidth = '2000px'
          console.error('something')`),
    }
    const seen = (await look(browser, whole, forms[0], broken)).map((one) => one.split(':')[0])
    t.same(
      new Set(seen),
      new Set(['color-contrast', 'label', 'console', 'overflow']),
      'control: it finds what is wrong',
    )
  },
)

async function look(
  browser: Browser,
  { url }: Whole,
  { colorScheme, width }: Form,
  { open, path, session }: Screen,
): Promise<string[]> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
  try {
    if (session !== undefined) {
      await context.addCookies([
        {
          name: '__Host-t21-console',
          value: session,
          url: url.replace('http:', 'https:'),
          secure: true,
        },
      ])
    }
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const complaints: string[] = []
    page.on('console', (message) => {
      // What is refused, or is not there, is no fault of the page.
      const isRefusal = /\b40[134]\b/.test(message.text())
      if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
    await page.goto(`${url}${path}`)
    if (path !== '/admin/logout' && !path.startsWith('/admin/login')) {
      await page.locator('[data-css="logged-in"]').waitFor()
    }
    await page.waitForLoadState('networkidle')
    await open?.(page)
    await page.evaluate(axe)
    const { violations } = (await page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })`,
    )) as { violations: readonly Violation[] }
    const tooWide = (await page.evaluate(sideways)) as number
    return [
      ...complaints,
      ...(tooWide > 0 ? [`overflow: ${tooWide} pixels wider than the screen`] : []),
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ any, html }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
      ),
    ]
  } finally {
    await context.close()
  }
}

/** Every page, with a customer who has one of everything. */
async function screensOf({ running: { context } }: Whole): Promise<Screen[]> {
  const { config, database } = context
  const world = await buildWorld({ context }, database)
  const owner = new pg.Client({ connectionString: config.databaseUrl })
  await owner.connect()
  await owner.query('set session_replication_role = replica')
  await addRows(owner, [world])
  await owner.end()
  const admin = await buildStaff(context, 'ADMIN')
  const session = admin.token
  const staff = await staffOf(context, admin)
  const newcomer = { email: 'new@example.com', name: 'New', role: 'SUPPORT' } as const
  const made = await createStaffMember(context, staffPasswords(context), newcomer)
  const enrolling = await staffAccess(context).admit(
    { email: newcomer.email, password: made.password },
    staffClient,
  )
  const pending = await openStaffSession(database.system, admin.id, 'password', staffClient)
  const records = await Promise.all(
    lookups.map(async ({ options }) => {
      const [row] = (await options.query(database.system, staff).limit(1)) as never[]
      if (row === undefined) throw new Error(`No record of ${options.id}: see planted-rows.ts.`)
      return `/admin/resources/${options.id}/records/${options.present(row).id}/show`
    }),
  )
  const bulk = `/admin/resources/deliveries/bulk/look-many?recordIds=${world.ids['deliveries']}`
  const user = `/admin/resources/users/records/${world.people.OWNER.user.id}/show`
  return [
    { path: '/admin/login' },
    {
      path: '/admin/login',
      open: (page) => fails(page, { 'E-mail': 'x@example.com', Password: 'x' }, 'Go on'),
    },
    { path: '/admin/login/code', session: pending },
    {
      path: '/admin/login/code',
      session: pending,
      open: (page) => fails(page, { Code: '000000' }, 'Log in'),
    },
    { path: '/admin/login/enrolment', session: enrolling.token },
    { path: '/admin/logout', session },
    { path: '/admin', session },
    { path: '/admin', session, open: (page) => search(page, '%') },
    { path: user, session, open: (page) => page.getByTestId('action-suspend').click() },
    {
      path: '/admin/resources/users',
      session,
      open: (page) => page.locator('[data-css="users-filter-button"]').first().click(),
    },
    ...lookups.map(({ options: { id } }) => ({ path: `/admin/resources/${id}`, session })),
    { path: '/admin/resources/users?filters.email=nobody@example.com', session },
    {
      path: '/admin/resources/deliveries',
      session,
      open: (page) => page.getByRole('checkbox', { name: 'Choose all on this page' }).check(),
    },
    { path: bulk, session, open: (page) => page.getByTestId('chosen').waitFor() },
    { path: bulk, session, open: (page) => doToMany(page) },
    {
      path: bulk.replace(/=.*/, `=${unknown}`),
      session,
      open: (page) => page.getByTestId('problem').waitFor(),
    },
    ...records.map((path) => ({ path, session })),
    ...pages.flatMap(({ component, id }) =>
      component === undefined ? [] : [{ path: `/admin/pages/${id}`, session }],
    ),
  ]
}

async function fails(page: Page, values: Readonly<Record<string, string>>, button: string) {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('alert').waitFor()
}

async function doToMany(page: Page) {
  await page.getByLabel('Reason').fill('The network was down.')
  await page.getByRole('button', { name: /^Look at the network 1/ }).click()
  await page.getByTestId('results').waitFor()
}

async function search(page: Page, text: string) {
  await page.getByRole('searchbox').fill(text)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByTestId('find-nothing').waitFor()
}
