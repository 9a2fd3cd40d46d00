import type { LightMyRequestResponse } from 'fastify'
import { test } from 'tap'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import type { TestApp } from '../../../test/support/app.ts'

async function message(
  { database }: TestApp,
  enabled = true,
): Promise<{ id: string; endpointId: string }> {
  const { organization } = await buildTenant(database)
  const of = { organization_id: organization.id }
  const insert = async (table: string, row: object): Promise<string> => {
    const [made] = await database
      .system(table)
      .insert({ ...of, ...row })
      .returning<{ id: string }[]>('id')
    return made?.id ?? ''
  }
  const endpointId = await insert('webhook_endpoints', {
    url: 'https://hooks.example.com/secret-of-an-address',
    signing_secret: 'v1.secret-of-signing',
    enabled,
  })
  const id = await insert('webhook_deliveries', {
    webhook_endpoint_id: endpointId,
    type: 'post.published',
    data: JSON.stringify({ text: 'secret of a message' }),
    state: 'failed',
    next_at: null,
    attempts: 9,
    round: 9,
  })
  await insert('webhook_attempts', {
    webhook_delivery_id: id,
    attempt: 9,
    status_code: 500,
    duration_ms: 3,
    answer: 'secret of an answer',
  })
  return { id, endpointId }
}

/** Who may not even read it gets no notice. */
function isRefused(answer: LightMyRequestResponse): boolean {
  return answer.statusCode >= 400 || answer.json().notice?.type === 'error'
}

const reason = 'Their server was down.'

test('webhooks out are shown without what they say, and sent again by who may', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const [mine, other] = [await message(console), await message(console)]
  const redeliver = `/api/resources/webhook-deliveries/records/${mine.id}/redeliver`
  for (const role of ['BILLING', 'AUDITOR'] as const) {
    const { send } = await consoleUser(console, role)
    const answer = await send('POST', redeliver, { reason })
    t.ok(isRefused(answer), role)
  }
  const { send } = await consoleUser(console, 'SUPPORT')
  const show = await send('GET', `/api/resources/webhook-deliveries/records/${mine.id}/show`)
  t.match(show.json().record.params, {
    server: 'hooks.example.com',
    lastStatus: 500,
    state: 'failed',
  })
  t.notMatch(show.body, 'secret')
  t.notMatch((await send('GET', '/api/resources/webhook-deliveries/actions/list')).body, 'secret')

  await send('GET', redeliver)
  const states = () => system('webhook_deliveries').orderBy('id').pluck<string[]>('state')
  t.same(await states(), ['failed', 'failed'], 'opening the form sends nothing')
  t.match((await send('POST', redeliver, { reason })).json().notice, { type: 'success' })
  t.match(await system('webhook_deliveries').where({ id: mine.id }).first(), {
    state: 'waiting',
    round: 0,
  })
  t.match(await system('webhook_deliveries').where({ id: other.id }).first(), { state: 'failed' })

  const off = await message(console, false)
  const refused = await send(
    'POST',
    `/api/resources/webhook-deliveries/records/${off.id}/redeliver`,
    { reason },
  )
  t.match(refused.json().notice, { type: 'error' }, 'its endpoint is off')
  t.match(await system('webhook_deliveries').where({ id: off.id }).first(), { state: 'failed' })
})

test('webhooks in are shown without what they say, and acted on again', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const event = async (fields: object): Promise<string> => {
    const [made] = await system('webhook_events')
      .insert({
        provider: 'FAKE',
        event_id: `secret ${Math.random()}`,
        event_type: 'post_changed',
        payload: JSON.stringify({ kind: 'post_changed', name: 'secret of a payload' }),
        ...fields,
      })
      .returning<{ id: string }[]>('id')
    return made?.id ?? ''
  }
  const now = new Date()
  const givenUp = await event({ processed_at: now, attempts: 10, error: 'secret of an error' })
  const done = await event({ processed_at: now, attempts: 1 })
  const waiting = await event({})
  const { send } = await consoleUser(console, 'SUPPORT')
  const list = await send('GET', '/api/resources/webhook-events/actions/list')
  t.notMatch(list.body, 'secret')
  t.same(
    list.json().records.map(({ params }: { params: { state: string } }) => params.state),
    ['waiting', 'done', 'given_up'],
  )
  const process = async (id: string) =>
    (await send('POST', `/api/resources/webhook-events/records/${id}/process`, { reason })).json()
      .notice
  t.match(await process(waiting), { type: 'error' })
  t.match(await process(givenUp), { type: 'success' })
  t.match(await system('webhook_events').where({ id: givenUp }).first(), {
    processed_at: null,
    attempts: 0,
    error: null,
  })
  t.match(await process(givenUp), { type: 'error' }, 'it waits already')
  t.ok(
    (await system('webhook_events').where({ id: done }).first()).processed_at,
    'the other is left alone',
  )
  t.match(await process(done), { type: 'success' })
})
