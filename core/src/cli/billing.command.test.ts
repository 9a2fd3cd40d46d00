// The command against the emulated provider, over HTTP: two tenants who bought, and one who is none of T21's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type Test } from 'tap'
import { emulatedStripe, settings } from '../../../plugins/billing-stripe/test/emulated.ts'
import { runCommand } from '../../../test/support/command-line.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { buildOrganization } from '../../../test/support/factories.ts'
import { makeProgram } from './program.ts'

const main = join(import.meta.dirname, '../main.ts')

async function start(t: Test) {
  const [database, emulated] = [await testDatabase(t), await emulatedStripe(t)]
  const { stripe, url } = emulated
  const buy = async (priceId: string): Promise<string> => {
    const { id: customer } = await stripe.customers.create({})
    const { id: card } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const items = [{ price: priceId }]
    await stripe.subscriptions.create({ customer, items, default_payment_method: card })
    return customer
  }
  const known = async (customerId: string): Promise<string> => {
    const { id } = await buildOrganization(database)
    await database
      .system('billing_customers')
      .insert({ organization_id: id, provider: 'stripe', customer_id: customerId })
    return id
  }
  const variables: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    T21_DATA_DIR: t.testdir(),
    T21_SANDBOX_URL: url,
  }
  const reconcile = (...args: string[]) =>
    runCommand(t, makeProgram(), ['billing', 'reconcile', ...args], variables)
  const tiers = async (): Promise<string[]> =>
    database.system('organizations').orderBy('id').pluck('subscription_tier')
  return { database, url, variables, buy, known, reconcile, tiers }
}

test('billing reconcile says what it repairs; with --dry-run nothing changes, and the exit code says that something differs', async (t) => {
  const { database, buy, known, reconcile, tiers } = await start(t)
  const [pro, business] = [await buy(settings.priceIdPro), await buy(settings.priceIdBusiness)]
  const ids = [await known(pro), await known(business)]
  const stranger = await buy(settings.priceIdPro)
  const lines = [
    `Customer ${stranger} has a subscription there and is none of T21's.\n`,
    `Organization ${ids[0]} (${pro}): .*plan null → PRO, tier null → PRO, status null → active.*\n`,
    `Organization ${ids[1]} (${business}): .*plan null → BUSINESS, tier null → BUSINESS.*\n`,
  ].map((line) => line.replaceAll(/[()]/g, String.raw`\$&`))
  const said = (end: string) => new RegExp(`^${lines.join('')}2 compared, ${end}, 1 unknown, 0 `)

  t.match(await reconcile('--dry-run'), { code: 1, stdout: said('2 would be repaired') })
  t.same(await tiers(), ['FREE', 'FREE'])
  for (const table of ['subscriptions', 'invoices', 'notifications', 'billing_findings']) {
    t.same(await database.system(table).select('id'), [], `${table} stays empty`)
  }
  t.match(await reconcile(), { code: 0, stdout: said('2 repaired') })
  t.same(await tiers(), ['PRO', 'BUSINESS'])
  t.match(await reconcile(), { code: 0, stdout: /^Customer .*\n2 compared, 0 repaired, 1 unknown/ })

  // A hand in the database: the subscription is as it was, the limits are another plan's.
  await database.system('organizations').where({ id: ids[0] }).update({ subscription_tier: 'FREE' })
  t.match(await reconcile(), { code: 0, stdout: /limits FREE → PRO\n2 compared, 1 repaired/ })
  t.same(await tiers(), ['PRO', 'BUSINESS'])
})

test('one that cannot be compared is named, keeps what it has, and the others are repaired', async (t) => {
  const { database, buy, known, reconcile, tiers } = await start(t)
  const lost = await known('cus_nobody')
  await buildSubscription(database, lost)
  await known(await buy(settings.priceIdPro))
  const { code, stdout } = await reconcile()
  t.equal(code, 1)
  t.match(stdout, new RegExp(`^Organization ${lost} could not be compared: .*cus_nobody`))
  t.match(stdout, /2 compared, 1 repaired, 0 unknown, 1 could not be compared\.\n$/)
  t.same(await tiers(), ['PRO', 'PRO'])
})

test('what is emulated is never asked of the real provider: beside npm start it is its sandbox, and without one the command says so', async (t) => {
  const { url, variables, buy, known, reconcile } = await start(t)
  Object.assign(variables, { T21_SANDBOX_URL: undefined })
  t.match(await reconcile(), { code: 1, stderr: /emulated, and no sandbox runs.*T21_SANDBOX_URL/ })
  await known(await buy(settings.priceIdPro))
  const run = join(variables['T21_DATA_DIR'] ?? '', 'run.json')
  await writeFile(run, JSON.stringify({ wall: url }))
  t.match(await reconcile(), { code: 0, stdout: /1 compared, 1 repaired/ })
})

test('--help says what it does and how it ends', async (t) => {
  const { stdout } = await runCommand(t, makeProgram(), ['billing', '--help'])
  t.match(stdout, /reconcile .*Compare every customer/)
})

test('Ctrl-C ends it between two organizations with 130; what is repaired stays so, and it goes on with the rest', async (t) => {
  const { url, variables, buy, known, reconcile, tiers } = await start(t)
  for (let count = 0; count < 4; count += 1) await known(await buy(settings.priceIdPro))
  const slow = await slowly(t, url)
  const child = spawn(process.execPath, [main, 'billing', 'reconcile'], {
    env: { ...variables, T21_SANDBOX_URL: slow },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const said = text(child.stdout ?? Readable.from([]))
  while (!(await tiers()).includes('PRO')) await sleep(20)
  child.kill('SIGINT')
  t.same(await ended, [130, null])
  const stdout = await said
  t.match(stdout, /tier null → PRO[\s\S]*\nStopped\. What is repaired stays repaired/)
  const repaired = (await tiers()).filter((tier) => tier === 'PRO').length
  t.ok(repaired >= 1 && repaired < 4, `${repaired} of 4 were repaired`)
  t.equal(stdout.match(/→ PRO, status/g)?.length, repaired, 'each of them was said')
  const rest = new RegExp(`4 compared, ${4 - repaired} repaired`)
  t.match(await reconcile(), { code: 0, stdout: rest })
  t.same(await tiers(), ['PRO', 'PRO', 'PRO', 'PRO'])
})

/** The sandbox behind a slow line. @returns its address there */
async function slowly(t: Test, sandbox: string): Promise<string> {
  const server = createServer((request, response) => {
    void sleep(150)
      .then(() =>
        fetch(`${sandbox}${request.url}`, { headers: request.headers as Record<string, string> }),
      )
      .then(async (answer) => {
        response.statusCode = answer.status
        response.setHeader('content-type', 'application/json')
        response.end(await answer.text())
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** PRO, paid for at the provider, as T21 has it. */
async function buildSubscription(
  { system }: Pick<TestDatabase, 'system'>,
  organizationId: string,
): Promise<void> {
  await system('organizations').where({ id: organizationId }).update({ subscription_tier: 'PRO' })
  await system('subscriptions').insert({
    organization_id: organizationId,
    provider: 'stripe',
    provider_subscription_id: 'sub_1',
    price_id: 'price_1',
    plan: 'PRO',
    tier: 'PRO',
    status: 'active',
    current_period_end: new Date(Date.now() + 86_400_000),
  })
}
