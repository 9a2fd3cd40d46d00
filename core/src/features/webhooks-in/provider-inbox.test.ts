import { createHmac } from 'node:crypto'
import type { ProviderEvent } from '@t21/plugin-kit'
import t from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { processWebhooks } from './process-webhooks.ts'
import type { ProviderInbox } from './provider-inbox.ts'

const at = '2026-11-22T12:00:00.000Z'
const database = await testDatabase(t)

/** A provider that signs with an HMAC; `act` does what a test wants. */
function bank(act: (event: ProviderEvent) => Promise<void>): ProviderInbox {
  return {
    id: 'bank',
    webhook: {
      verify: ({ rawBody, headers }) => headers['x-signature'] === signatureOf(rawBody),
      parse({ rawBody }) {
        const ids = JSON.parse(Buffer.from(rawBody).toString()) as string[]
        return ids.map((id) => ({ id, name: 'money.moved', at: new Date(at) }))
      },
    },
    act: (_context, event) => act(event),
  }
}

function signatureOf(body: Uint8Array | string): string {
  return createHmac('sha256', 'secret').update(body).digest('hex')
}

function told(ids: readonly string[], signature?: string): object {
  const payload = JSON.stringify(ids)
  const headers = { 'x-signature': signature ?? signatureOf(payload) }
  return { method: 'POST', url: '/v1/webhooks/bank', payload, headers }
}

async function site(t: Parameters<typeof testApp>[0], act: (event: ProviderEvent) => void) {
  await database.system('webhook_events').delete()
  await database.system('rate_limits').delete()
  const inbox = bank(async (event) => act(event))
  return testApp(t, { database, providers: { inboxes: [inbox] } })
}

function stored(): Promise<
  { event_id: string; processed_at: Date | null; error: string | null }[]
> {
  return database.system('webhook_events').select('*').orderBy('event_type')
}

t.test(
  'what a provider signed is stored once and acted on once, however often it comes',
  async (t) => {
    const acted: ProviderEvent[] = []
    const { app, context } = await site(t, (event) => acted.push(event))
    for (const ids of [['a'], ['a', 'b'], ['b']]) {
      t.match(await app.inject(told(ids)), { statusCode: 200, body: '' })
    }
    const rows = await stored()
    t.equal(rows.length, 2)
    t.notOk(JSON.stringify(rows.map((row) => row.event_id)).includes('"a"'), 'its own id is hashed')
    t.equal(await processWebhooks(context), 2)
    t.equal(await processWebhooks(context), 0)
    t.same(
      acted.toSorted((one, other) => one.id.localeCompare(other.id)),
      ['a', 'b'].map((id) => ({ id, name: 'money.moved', at: new Date(at) })),
    )
  },
)

t.test('what is not signed is refused and leaves nothing', async (t) => {
  const { app } = await site(t, () => t.fail('acted'))
  for (const signature of ['', '0'.repeat(64), signatureOf('["b"]')]) {
    const { statusCode, body } = await app.inject(told(['a'], signature))
    t.equal(statusCode, 401)
    t.match(JSON.parse(body), { error: { code: 'WEBHOOK_NOT_VERIFIED' } })
  }
  t.match(await stored(), { length: 0 })
  t.equal((await app.inject({ method: 'GET', url: '/v1/webhooks/bank' })).statusCode, 404)
})

t.test(
  'what could not be done is done later, and what a process does not know it leaves',
  async (t) => {
    let broken = true
    const { app, context } = await site(t, () => {
      if (broken) throw new Error('The bank is closed.')
    })
    await app.inject(told(['a']))
    const without = await testApp(t, { database })
    t.equal(await processWebhooks(without.context), 0, 'a process without the provider')
    t.equal(await processWebhooks(context), 0)
    t.match(await stored(), [{ processed_at: null, error: 'The bank is closed.' }])
    broken = false
    await database.system('webhook_events').update({ next_at: new Date(0) })
    t.equal(await processWebhooks(context), 1)
    t.match(await stored(), [{ processed_at: Date, error: null }])
  },
)

t.test('a body that cannot be read is taken, and costs nothing', async (t) => {
  const { app } = await site(t, () => t.fail('acted'))
  const payload = 'no JSON'
  const headers = { 'x-signature': signatureOf(payload) }
  const answer = await app.inject({ method: 'POST', url: '/v1/webhooks/bank', payload, headers })
  t.equal(answer.statusCode, 200)
  t.match(await stored(), { length: 0 })
})
