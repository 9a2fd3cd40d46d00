import { randomBytes } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'tap'
import { startS3, type Fault } from '../test/s3-server.ts'
import { openStorage } from './storage.ts'
import type { Settings } from './settings.ts'

const key = '01890000-0000-7000-8000-000000000001/aaaaaaaaaaaaaaaaaaaaaaaa'

async function start(t: { teardown(work: () => unknown): unknown }, more: Partial<Settings> = {}) {
  const server = await startS3(more)
  t.teardown(() => server.close())
  const storage = openStorage(server.settings)
  t.teardown(() => storage.close?.())
  /** Answers with a fault, so often, to requests that begin like this. */
  const failing = (pattern: RegExp, fault: Fault, times = Infinity) => {
    let left = times
    server.fault = (request) => (pattern.test(request) && (left -= 1) >= 0 ? fault : undefined)
  }
  return { server, storage, failing }
}

/** Three parts: 8 MiB, 8 MiB and a bit. */
const video = randomBytes(2 * 8_388_608 + 1_000)
const videoStream = () => Readable.from([video.subarray(0, 5_000_000), video.subarray(5_000_000)])

test('a 503 in the middle of a part is tried again, and nothing is lost', async (t) => {
  const { server, storage, failing } = await start(t)
  failing(/PUT .*partNumber=2/, { status: 503 }, 2)
  t.equal(await storage.write(key, videoStream()), video.length)
  t.ok((await buffer(await storage.read(key))).equals(video))
  t.equal(server.requests.filter((one) => /partNumber=2/.test(one)).length, 3)
})

test('a 503 that stays ends the write after four attempts, and leaves neither object nor parts', async (t) => {
  const { server, storage, failing } = await start(t)
  failing(/PUT .*partNumber=2/, { status: 503 })
  await t.rejects(storage.write(key, videoStream()), {
    name: 'ProviderFailure',
    kind: 'transient',
    message: 'The storage could not be used to store a part: 503 SlowDown.',
  })
  t.equal(server.requests.filter((one) => /partNumber=2/.test(one)).length, 4)
  t.same(await server.left(), { objects: [], uploads: 0 })
})

test('a sender that goes away ends the part that is under way, and leaves neither object nor parts', async (t) => {
  const { server, storage } = await start(t, { timeoutSeconds: 60 })
  const content = new PassThrough()
  content.write(video)
  server.fault = (request) => {
    if (!/PUT .*partNumber=2/.test(request)) return undefined
    content.destroy(new Error('the sender went away'))
    return 'silence'
  }
  await t.rejects(storage.write(key, content), { message: 'the sender went away' })
  t.equal(server.requests.filter((one) => /partNumber=2/.test(one)).length, 1)
  t.same(await server.left(), { objects: [], uploads: 0 })
})

test('bytes that arrive otherwise than they were sent are refused, and leave nothing', async (t) => {
  const { server, storage, failing } = await start(t)
  failing(/^PUT/, 'corrupt')
  await t.rejects(storage.write(key, Readable.from(['hello'])), {
    name: 'ProviderFailure',
    kind: 'refused',
  })
  await t.rejects(storage.write(key, videoStream()), { name: 'ProviderFailure', kind: 'refused' })
  t.same(await server.left(), { objects: [], uploads: 0 })
})

test('a service that says nothing is waited for as long as is set, and no longer', async (t) => {
  const { server, storage, failing } = await start(t, { timeoutSeconds: 1 })
  failing(/^PUT/, 'silence')
  const began = performance.now()
  await t.rejects(storage.write(key, Readable.from(['hello'])), {
    name: 'ProviderFailure',
    kind: 'transient',
  })
  t.ok(performance.now() - began < 10_000)
  t.same(await server.left(), { objects: [], uploads: 0 })
})

test('an object that breaks off while it is read is an error, and never a shorter object', async (t) => {
  const { storage, failing } = await start(t)
  await storage.write(key, videoStream())
  failing(/^GET/, 'cut')
  await t.rejects(buffer(await storage.read(key)), {
    name: 'ProviderFailure',
    kind: 'transient',
    message: /read an object to its end/,
  })
})

test('a reader that goes away closes the connection', { timeout: 30_000 }, async (t) => {
  // A connection that is only left to its silence would be closed by that, too.
  const { storage } = await start(t, { timeoutSeconds: 600 })
  await storage.write(key, Readable.from([video.subarray(0, 1_000_000)]))
  for (let count = 0; count < 80; count += 1) {
    const stream = await storage.read(key)
    stream.destroy()
  }
  t.equal((await buffer(await storage.read(key, 0, 5))).length, 5, 'more than there are sockets')
})

test('what only the operator can mend says so, and no error tells a key, a secret or a signature', async (t) => {
  const { server, storage, failing } = await start(t)
  const { settings } = server
  const wrong = [
    openStorage({ ...settings, secretAccessKey: 'another-secret-0123456789' }),
    openStorage({ ...settings, accessKeyId: 'ANOTHERKEY' }),
    openStorage({ ...settings, bucket: 'nowhere' }),
  ]
  const { accessKeyId, secretAccessKey } = settings
  const secrets = new RegExp(
    `${accessKeyId}|${secretAccessKey}|another-secret|ANOTHERKEY|Signature=|StringToSign`,
  )
  for (const one of wrong) {
    for (const work of [
      () => one.write(key, Readable.from(['x'])),
      () => one.read(key),
      () => one.remove(key),
      () => one.list(),
      () => one.write(key, videoStream()),
    ]) {
      const error = await work().then(
        () => undefined,
        (cause: unknown) => cause,
      )
      t.match(error, { name: 'ProviderFailure', kind: 'misconfigured' })
      t.notMatch(wordsOf(error), secrets)
    }
  }
  failing(/./, { status: 500 })
  const error = await storage.size(key).catch((cause: unknown) => cause)
  t.notMatch(wordsOf(error), secrets)
})

test('settings that contradict each other are refused by name', (t) => {
  const { endpoint, ...settings } = {
    bucket: 'media',
    accessKeyId: 'a',
    secretAccessKey: 'b',
    region: 'auto',
    endpoint: 'http://127.0.0.1:9',
    forcePathStyle: false,
    timeoutSeconds: 1,
  }
  t.ok(openStorage({ ...settings, endpoint }))
  t.throws(() => openStorage(settings), { message: /S3_REGION/ })
  t.end()
})

test('a prefix keeps what belongs to others in the bucket out of sight', async (t) => {
  const { server, storage } = await start(t, { prefix: 't21/media' })
  const { prefix: _, ...bare } = server.settings
  const others = openStorage(bare)
  t.teardown(() => others.close?.())
  await others.write(key, Readable.from(['theirs']))
  t.equal(await storage.size(key), null)
  await storage.write(key, Readable.from(['mine']))
  t.match(await storage.list(), [{ key, size: 4 }])
  t.match(await others.list(), [{ key, size: 6 }], 'and the other way round')
  t.same((await server.left()).objects, [key, `t21/media/${key}`])
  t.ok(
    server.requests.some((one) => one.includes('prefix=t21%2Fmedia%2F')),
    'and is not sent',
  )
})

test('a list goes over pages that hold only what has no key of T21', async (t) => {
  const { server, storage } = await start(t, { prefix: 't21' })
  const below = openStorage({ ...server.settings, prefix: 't21/0' })
  t.teardown(() => below.close?.())
  for (let count = 0; count < 12; count += 1) {
    await below.write(key.replace(/a$/, String.fromCharCode(97 + count)), Readable.from(['other']))
  }
  await storage.write(key, Readable.from(['mine']))
  t.match(await storage.list(), [{ key, size: 4 }])
  t.equal((await storage.list()).length, 1)
  t.equal((await below.list()).length, 5, 'as many as the server has on a page')
})

test('a delivery network answers what may be shown; a download has a signed address', async (t) => {
  const { storage } = await start(t, { prefix: 't21', cdnBaseUrl: 'https://cdn.example.com/m/' })
  const options = { seconds: 60, mimeType: 'image/png' }
  const shown = await storage.direct?.readUrl(key, { ...options, disposition: 'inline' })
  t.equal(shown, `https://cdn.example.com/m/t21/${key}`)
  const offered = await storage.direct?.readUrl(key, { ...options, disposition: 'attachment' })
  t.match(offered, /127\.0\.0\.1.*X-Amz-Signature=/)
})

test('a signed address answers with the type and the name that were asked for', async (t) => {
  const { storage } = await start(t)
  await storage.write(key, Readable.from(['<script>']), 'text/html')
  const disposition = 'attachment; filename="a b.png"'
  const url = await storage.direct?.readUrl(key, {
    seconds: 60,
    mimeType: 'image/png',
    disposition,
  })
  const { headers } = await fetch(url ?? '')
  t.equal(headers.get('content-type'), 'image/png')
  t.equal(headers.get('content-disposition'), disposition)
})

test('browsers are sent to the public endpoint', async (t) => {
  const { storage, server } = await start(t, { publicEndpoint: 'https://media.example.com' })
  const url = await storage.direct?.uploadUrl(key, { size: 1, mimeType: 'image/png', seconds: 60 })
  t.match(url?.url, /^https:\/\/media\.example\.com\/media\//)
  await storage.write(key, Readable.from(['x']))
  t.same((await server.left()).objects, [key])
})

test('parts are as large as S3 and R2 want them, and never too many', async (t) => {
  const { storage } = await start(t)
  const { parts } = storage.direct ?? {}
  if (parts === undefined) throw new Error('no parts')
  t.equal(parts.partSize(1), 8_388_608)
  for (const size of [2 ** 30, 2 ** 34, 5 * 2 ** 40]) {
    const partSize = parts.partSize(size)
    t.ok(partSize >= 5_242_880 && partSize <= 5_368_709_120 && size / partSize <= 10_000, `${size}`)
  }
})

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = [error.message, error.stack, JSON.stringify(error), wordsOf(error.cause)]
  return error.cause === undefined ? words.slice(0, 3).join() : words.join()
}
