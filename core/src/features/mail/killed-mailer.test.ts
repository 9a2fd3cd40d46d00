import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { t as file, test } from 'tap'
import { registerUser, testApp } from '../../../../test/support/app.ts'
import type { TestDatabase } from '../../../../test/support/database.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'

const script = join(import.meta.dirname, '../../../../test/support/dying-mailer.ts')
const { app, database } = await testApp(file)

/** One after the other; the last process lives. */
const moments = ['write', 'write', 'send', 'note', 'send', 'note', 'note', 'none']

test('however often its sender is killed, a notification is one mail, and only a death after the service took it hands it in again', async (t) => {
  const people = await Promise.all(Array.from({ length: 3 }, () => registerUser(app)))
  for (const { organizationId } of people) {
    await database.system.transaction((transaction) =>
      notify(transaction, { organizationId, type: 'POST_FAILED', words: say('paidTwice') }),
    )
  }
  const { url, handedIn } = await mailService(t)
  let killedAfter = 0
  for (const moment of moments) {
    // What waited has waited, and the leases of the dead have ended.
    await database.system.raw(
      `update notifications set email_at = now() - interval '1 minute' where email_at is not null`,
    )
    await database.system.raw(
      `update mail_messages set next_at = now() - interval '1 minute' where next_at is not null`,
    )
    const before = handedIn.length
    const signal = await mailer(url, moment)
    t.equal(signal, moment === 'none' ? null : 'SIGKILL', moment)
    // What was on its way when its sender died arrives.
    await sleep(200)
    if (moment === 'note') killedAfter += handedIn.length - before
  }

  const mails = await database.system('mail_messages').select('id', 'recipient', 'state')
  t.equal(mails.length, people.length, 'one mail for each notification')
  t.ok(mails.every(({ state }) => state === 'sent'))
  const byId = Map.groupBy(handedIn, ({ id }) => id)
  t.same(
    new Set(byId.keys()),
    new Set(mails.map(({ id }) => id)),
    'a service that knows keys sends one mail for each id',
  )
  t.ok(handedIn.length > people.length, 'it did happen')
  t.ok(
    handedIn.length <= people.length + killedAfter,
    `${handedIn.length} handed in, ${killedAfter} of them by who was killed before noting it`,
  )
  for (const [id, times] of byId) t.equal(new Set(times.map(({ key }) => key)).size, 1, id)
})

async function mailer(service: string, moment: string): Promise<NodeJS.Signals | null> {
  const { url } = database as TestDatabase
  const child = spawn(process.execPath, [script, url, service, moment], { stdio: 'inherit' })
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal
}

interface HandedIn {
  readonly id: string
  readonly key: unknown
}

async function mailService(t: {
  teardown(work: () => unknown): unknown
}): Promise<{ url: string; handedIn: readonly HandedIn[] }> {
  const handedIn: HandedIn[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      handedIn.push({ id: (body as { id: string }).id, key: request.headers['idempotency-key'] })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, handedIn }
}
