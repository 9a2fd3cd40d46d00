import { pino } from 'pino'
import tap, { test } from 'tap'
import { loginAs } from '../../../../test/support/app.ts'
import { buildMember, buildPost, buildUser } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'

const lines: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
const { app, database } = await postServer(tap, { log })

test('a brand’s calendar has what was published lately and what is scheduled, and nothing else', async (t) => {
  const { mine, other } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const scheduled = await mine.created({
    content: 'Tomorrow, bread\nand cakes',
    platforms: ['TWITTER'],
    scheduledFor: inHours(24),
  })
  await mine.created({ content: 'A draft' })
  await other.created({ content: 'Theirs', platforms: ['TWITTER'], scheduledFor: inHours(24) })
  const at = (days: number) => new Date(Date.now() + days * 86_400_000)
  const published = await buildPost(database, {
    ...scope,
    status: 'PUBLISHED',
    publishedAt: at(-29),
  })
  await buildPost(database, { ...scope, status: 'PUBLISHED', publishedAt: at(-31) })
  await buildPost(database, { ...scope, status: 'SCHEDULED', scheduledFor: at(181) })
  await buildPost(database, { ...scope, status: 'FAILED', scheduledFor: at(-1) })

  const url = await addressOf(mine)
  const { statusCode, headers, payload } = await readFrom(url)
  t.equal(statusCode, 200)
  t.equal(headers['content-type'], 'text/calendar; charset=utf-8')
  t.equal(headers['cache-control'], 'private, max-age=300')
  t.equal(headers['vary'], 'Origin')
  t.same(
    [...payload.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid),
    [published, scheduled].map(({ id }) => `post-${id}@t21`),
  )
  t.match(payload, 'SUMMARY:Tomorrow\\, bread\r\n')
  t.match(payload, 'DESCRIPTION:Tomorrow\\, bread\\nand cakes\r\n')
  t.match(payload, 'X-WR-CALNAME:Example brand\r\n')
  t.match(payload, /SEQUENCE:0\r\n/)

  const again = await readFrom(url, { 'if-none-match': `"other", W/${String(headers['etag'])}` })
  t.same([again.statusCode, again.payload], [304, ''])
  await mine.send('PATCH', `/posts/${scheduled.id}`, { version: 1, content: 'Changed' })
  const changed = await readFrom(url, { 'if-none-match': String(headers['etag']) })
  t.equal(changed.statusCode, 200)
  t.match(changed.payload, /SUMMARY:Changed\r\n/)
  t.match(changed.payload, /SEQUENCE:1\r\n/)
})

test('an address that was made anew or revoked answers exactly as one that never was', async (t) => {
  const { mine } = await postWriters(app)
  const first = await addressOf(mine)
  const second = await addressOf(mine)
  t.not(first, second)
  t.equal((await readFrom(second)).statusCode, 200)
  const never = await readFrom(second.replace(/t21c_.{10}/, 't21c_AAAAAAAAAA'))
  const strip = ({ statusCode, payload }: { statusCode: number; payload: string }) => [
    statusCode,
    JSON.parse(payload).error,
  ]
  t.same(strip(never), [404, { code: 'NOT_FOUND', message: 'Calendar not found' }])
  t.same(strip(await readFrom(first)), strip(never))
  t.equal((await mine.send('DELETE', feedOf(mine))).status, 204)
  t.same(strip(await readFrom(second)), strip(never))
  t.equal((await mine.send('DELETE', feedOf(mine))).status, 404)
  t.equal((await mine.get(feedOf(mine))).status, 404)
})

test('the secret is shown once, and neither stored, logged nor audited', async (t) => {
  const { mine } = await postWriters(app)
  lines.length = 0
  const url = await addressOf(mine)
  const secret = /t21c_([\w-]+)\.ics$/.exec(url)?.[1] ?? ''
  t.equal(secret.length, 43)
  await readFrom(url)
  await readFrom(url.replace('.ics', '.txt'))
  await readFrom(`${url}/more`)
  await app.inject({ method: 'POST', url: new URL(url).pathname, payload: { a: 1 } })
  const shown = (await mine.get(feedOf(mine))).body.data
  t.same(Object.keys(shown), ['brandId', 'createdAt', 'rotatedAt'])
  t.ok(lines.some((line) => line.includes('/v1/calendar/:token.ics')))
  t.notOk(lines.some((line) => line.includes(secret)))
  const kept = await Promise.all(
    ['calendar_feeds', 'audit_logs', 'idempotency_keys'].map((table) => database.system(table)),
  )
  t.notOk(JSON.stringify(kept).includes(secret))
  t.match(
    await database.system('audit_logs').where({
      organization_id: mine.organizationId,
      resource: 'calendar_feed',
    }),
    [{ action: 'created', user_id: mine.user.id }],
  )
})

test('only who manages the brand makes its address, and nobody of another organization sees it', async (t) => {
  const { mine, other } = await postWriters(app)
  const user = await buildUser(database)
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: user.id, role: 'MEMBER' })
  const member = await loginAs(app, user)
  const asMember = (method: 'GET' | 'POST' | 'DELETE') =>
    app.inject({ method, url: `/v1${feedOf(mine)}`, headers: member.auth })
  t.equal((await asMember('POST')).statusCode, 403)
  const url = await addressOf(mine)
  t.equal((await asMember('GET')).statusCode, 200)
  t.equal((await asMember('DELETE')).statusCode, 403)
  for (const method of ['POST', 'DELETE'] as const) {
    t.equal((await other.send(method, feedOf(mine))).status, 404)
  }
  t.equal((await other.get(feedOf(mine))).status, 404)
  t.equal((await readFrom(url)).statusCode, 200)
  await database.system('organizations').where('id', organizationId).update({ status: 'deleted' })
  t.equal((await readFrom(url)).statusCode, 404)
})

test('readers are limited by their address', async (t) => {
  const small = await postServer(t, { variables: { RATE_LIMIT_ANONYMOUS: '2' } })
  const codes: number[] = []
  for (let count = 0; count < 3; count += 1) {
    const { statusCode } = await small.app.inject({ url: '/v1/calendar/t21c_unknown.ics' })
    codes.push(statusCode)
  }
  t.same(codes, [404, 404, 429])
})

function feedOf({ brandId }: PostWriter): string {
  return `/brands/${brandId}/calendar-feed`
}

async function addressOf(writer: PostWriter): Promise<string> {
  const { status, body, text } = await writer.send('POST', feedOf(writer))
  if (status !== 201) throw new Error(`No address was made: ${text}`)
  return body.data.url
}

function readFrom(url: string, headers: Record<string, string> = {}) {
  return app.inject({ url: new URL(url).pathname, headers })
}
