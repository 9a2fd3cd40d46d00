import { setTimeout as sleep } from 'node:timers/promises'
import { test, type Test } from 'tap'
import { everythingIsPast } from '../../../../test/support/audit.ts'
import {
  loginAs,
  registerUser,
  senderOf,
  testApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMember,
  buildOrganization,
  buildPost,
  buildUser,
} from '../../../../test/support/factories.ts'
import { mostMissed } from './event-stream.ts'
import { mostStreams } from './live-updates.routes.ts'

interface Heard {
  readonly event: string
  readonly id: string
  readonly data: Record<string, unknown>
}

test('what changes is heard in order, of one’s own organization alone', async (t) => {
  const { send, mine, other, listen } = await start(t)
  const [here, there] = [await listen(mine), await listen(other)]
  t.equal(here.status, 200)
  t.match(here.headers.get('content-type'), 'text/event-stream')
  t.equal(here.headers.get('cache-control'), 'no-store')
  const { data: brand } = await send(mine, 'POST', '/brands', { name: 'Acme' })
  await send(mine, 'PATCH', `/brands/${brand.id}`, { version: 1, name: 'Acme Studio' })
  await send(mine, 'DELETE', `/brands/${brand.id}`)
  await send(other, 'POST', '/brands', { name: 'Foreign' })

  const heard = await here.until(4)
  t.match(heard, [
    { event: 'ready', data: {} },
    ...['created', 'updated', 'deleted'].map((action) => ({
      event: `brand.${action}`,
      data: { resource: 'brand', resourceId: brand.id, action, brandId: brand.id },
    })),
  ])
  t.same(
    Object.keys(heard[1]?.data ?? {}),
    ['resource', 'resourceId', 'action', 'brandId'],
    'thin: nothing of what it was',
  )
  t.match(await there.until(2), [{ event: 'ready' }, { event: 'brand.created' }])
  t.equal(there.heard.length, 2)
  t.equal(here.heard.length, 4)
})

test('who comes back hears what was missed, once each, although a transaction committed late', async (t) => {
  const { database, send, mine, listen } = await start(t)
  const first = await listen(mine)
  const [ready] = await first.until(1)
  first.close()
  const organization_id = mine.organizationId
  const slow = await database.system.transaction()
  await slow('brands').insert({ organization_id, name: 'began first, committed last' })
  const names = ['One', 'Two', 'Three']
  for (const name of names) await send(mine, 'POST', '/brands', { name })
  const second = await listen(mine, ready?.id)
  await second.until(1)
  await sleep(200)
  t.same(
    second.heard.map(({ event }) => event),
    ['ready'],
    'what came after a transaction that still runs waits for it',
  )
  await slow.commit()
  const heard = await second.until(5)
  t.same(
    heard.slice(1).map(({ event }) => event),
    Array.from({ length: 4 }, () => 'brand.created'),
  )

  const third = await listen(mine, heard[2]?.id)
  const again = await third.until(3)
  t.same(again.slice(0, 2), heard.slice(3), 'from the last one that was heard')
  t.match(again[2], { event: 'ready' })
})

test('members hear of what they may read: their brands, and not what is for owners', async (t) => {
  const { app, database, send, mine, listen } = await start(t)
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: mine.user.id,
    personal: false,
  })
  const owner = { ...(await loginAs(app, mine.user)), organizationId }
  const [own, foreign] = [
    await buildBrand(database, { organizationId }),
    await buildBrand(database, { organizationId }),
  ]
  const user = await buildUser(database)
  await buildMember(database, {
    organizationId,
    userId: user.id,
    role: 'MEMBER',
    brandIds: [own.id],
  })
  const member = { ...(await loginAs(app, user)), organizationId }
  const [all, some] = [await listen(owner), await listen(member)]
  await Promise.all([all.until(1), some.until(1)])
  const url = 'https://hooks.example.com/'
  await send(owner, 'POST', '/webhook-endpoints', { organizationId, url })
  await buildPost(database, { organizationId, brandId: foreign.id })
  const post = await buildPost(database, { organizationId, brandId: own.id })
  t.equal((await all.until(4)).length, 4)
  t.match(await some.until(2), [
    { event: 'ready' },
    { event: 'post.created', data: { resourceId: post.id, brandId: own.id } },
  ])
  await sleep(200)
  t.equal(some.heard.length, 2)
})

test('a session that ended and a membership that was lost end the stream', async (t) => {
  const { app, database, send, mine, listen } = await start(t)
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: mine.user.id,
    personal: false,
  })
  const user = await buildUser(database)
  await buildMember(database, { organizationId, userId: user.id, role: 'VIEWER' })
  const viewer = { ...(await loginAs(app, user)), organizationId }
  const [here, there] = [await listen(mine), await listen(viewer)]
  await Promise.all([here.until(1), there.until(1)])
  t.equal((await send(mine, 'POST', '/auth/logout')).statusCode < 300, true)
  await here.ended
  await database.system('team_members').where({ user_id: user.id }).delete()
  await app.authenticator.forgetUser(user.id)
  await there.ended
  t.pass('both')
})

test('a heartbeat comes, ten streams a person are open at most, and a server that stops ends them', async (t) => {
  const { app, mine, other, listen } = await start(t)
  const opened = await Promise.all(Array.from({ length: 15 }, () => listen(mine)))
  const streams = opened.filter(({ status }) => status === 200)
  t.equal(streams.length, mostStreams)
  t.equal(opened.find(({ status }) => status !== 200)?.status, 429)
  t.equal((await listen(other)).status, 200)
  streams[0]?.close()
  await sleep(100)
  const [next] = [await listen(mine)]
  t.equal(next.status, 200, 'one that was closed makes room')
  while (next.comments() === 0) await sleep(20)
  const began = performance.now()
  await app.close()
  await Promise.all([...streams.slice(1), next].map(({ ended }) => ended))
  t.ok(performance.now() - began < 3_000)
})

test('strange positions, other people’s organizations and too long an absence', async (t) => {
  const { database, mine, other, listen } = await start(t)
  for (const id of ['1', 'x.y', '1.nonsense', "1.'; drop table posts"]) {
    const { status, text } = await listen(mine, id)
    t.equal(status, 422, id)
    t.match(await text(), /INVALID_CURSOR/)
  }
  t.equal((await listen({ ...mine, organizationId: other.organizationId })).status, 404)
  const first = await listen(mine)
  const [ready] = await first.until(1)
  first.close()
  await database.system('brands').insert(
    Array.from({ length: mostMissed + 1 }, () => ({
      organization_id: mine.organizationId,
      name: 'Many',
    })),
  )
  const second = await listen(mine, ready?.id)
  t.match(await second.until(1), [{ event: 'reset', id: /^\d+\./ }])
})

async function start(t: Test) {
  const app = await testApp(t, { app: { liveUpdates: { everyMs: 30, heartbeatMs: 300 } } })
  const address = await app.app.listen({ host: '127.0.0.1', port: 0 })
  const [mine, other] = [await registerUser(app.app), await registerUser(app.app)]
  return {
    ...app,
    mine,
    other,
    send: senderOf(app.app),
    async listen(who: TestUser, lastEventId?: string) {
      if (lastEventId === undefined) await everythingIsPast(app.database)
      return listenAt(t, address, who, lastEventId)
    },
  }
}

/** A client of server-sent events, as a browser's would be. */
async function listenAt(t: Test, address: string, who: TestUser, lastEventId?: string) {
  const controller = new AbortController()
  t.teardown(() => controller.abort())
  const response = await fetch(`${address}/v1/events?organizationId=${who.organizationId}`, {
    headers: { ...who.auth, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: controller.signal,
  })
  const heard: Heard[] = []
  let comments = 0
  const read = async (): Promise<void> => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const blocks = `${rest}${decoder.decode(chunk as Uint8Array, { stream: true })}`.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith(':')) comments += 1
        else heard.push(asEvent(block))
      }
    }
  }
  const ended = response.status === 200 ? read().catch(() => undefined) : Promise.resolve()
  return {
    status: response.status,
    headers: response.headers,
    text: () => response.text(),
    heard,
    ended,
    comments: () => comments,
    close: () => controller.abort(),
    async until(count: number): Promise<readonly Heard[]> {
      const end = performance.now() + 10_000
      while (heard.length < count && performance.now() < end) await sleep(10)
      return heard
    },
  }
}

function asEvent(block: string): Heard {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => {
      const at = line.indexOf(': ')
      return [line.slice(0, at), line.slice(at + 2)]
    }),
  )
  return {
    event: fields['event'] ?? '',
    id: fields['id'] ?? '',
    data: JSON.parse(fields['data'] ?? 'null') as Record<string, unknown>,
  }
}
