// `storage copy` in a process of its own, ended as people end it: by Ctrl-C, by Ctrl-C twice, and by nobody's leave.
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type Test } from 'tap'
import { startS3, type S3Server } from '../../../plugins/storage-s3/test/s3-server.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { buildMedia, buildTenant } from '../../../test/support/factories.ts'
import { openLocalStorage } from '../storage/local-storage.ts'
import { newStorageKey } from '../storage/storage-key.ts'

const main = join(import.meta.dirname, '../main.ts')
/** Three parts of 8 MiB. */
const largeBytes = 20 * 1_048_576

/** Two tenants with three small pictures each, and a film of the first. */
async function start(t: Test) {
  const database = await testDatabase(t)
  const s3 = await startS3()
  t.teardown(() => s3.close())
  const dataDir = t.testdir()
  const local = openLocalStorage(dataDir)
  const store = async (organizationId: string, bytes: Buffer): Promise<string> => {
    const { storageKey } = await buildMedia(database, {
      organizationId,
      storageKey: newStorageKey(organizationId),
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest(),
    })
    await local.write(storageKey, Readable.from([bytes]))
    return storageKey
  }
  const small: string[] = []
  const tenants = [await buildTenant(database), await buildTenant(database)]
  for (const { organization } of [...tenants, ...tenants, ...tenants]) {
    small.push(await store(organization.id, randomBytes(1_000)))
  }
  const large = await store(tenants[0]?.organization.id ?? '', randomBytes(largeBytes))
  const copy = (): ChildProcess => {
    const args = [main, 'storage', 'copy', '--from', 'local', '--to', 's3']
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...variablesOf(s3, dataDir, database.url) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    return child
  }
  return { s3, small, large, copy }
}

function variablesOf({ settings }: S3Server, dataDir: string, url: string): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: url,
    T21_DATA_DIR: dataDir,
    S3_BUCKET: settings.bucket,
    S3_ENDPOINT: settings.endpoint,
    S3_REGION: settings.region,
    S3_ACCESS_KEY_ID: settings.accessKeyId,
    S3_SECRET_ACCESS_KEY: settings.secretAccessKey,
    S3_FORCE_PATH_STYLE: 'true',
    S3_TIMEOUT_SECONDS: '60',
  }
}

/**
 * How a process ends, as its shell tells it, and what it has said. A signal that meets a process in its last breath, when
 * nobody listens any more, ends it too: a shell says 128 and its number for that.
 */
async function endOf(child: ChildProcess): Promise<{ status: number | null; stdout: string }> {
  const [[code, signal], stdout] = await Promise.all([
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout ?? Readable.from([])),
  ])
  return { status: signal === null ? code : 128 + constants.signals[signal], stdout }
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(20)
}

/** The keys of which bytes were sent, each once. */
function sentKeys({ requests, settings }: S3Server): string[] {
  const sent = requests.filter((one) => /^(PUT|POST) /.test(one))
  const keys = sent.map((one) =>
    one.replace(`/${settings.bucket}/`, '').replace(/^\w+ |\?.*$/g, ''),
  )
  return [...new Set(keys)].toSorted()
}

/** Copies what is left. @returns the keys of what was sent */
async function goOn(t: Test, { s3, copy }: Awaited<ReturnType<typeof start>>, wanted: RegExp) {
  s3.fault = () => undefined
  s3.requests.length = 0
  t.match(await endOf(copy()), { status: 0, stdout: wanted })
  return sentKeys(s3)
}

test('Ctrl-C in the middle of a part ends the copy with 130 and leaves whole objects only; it goes on with what is left', async (t) => {
  const world = await start(t)
  const { s3, small, large, copy } = world
  s3.fault = (request) => (/partNumber=2/.test(request) ? 'silence' : undefined)
  const child = copy()
  const ended = endOf(child)
  const readBack = () => s3.requests.filter((one) => /^GET .*\/.*\/./.test(one)).length
  await until(
    () => readBack() === small.length && s3.requests.some((one) => /partNumber=2/.test(one)),
  )
  const began = performance.now()
  child.kill('SIGINT')
  // As a terminal and npm do: the same Ctrl-C twice.
  await sleep(50)
  child.kill('SIGINT')

  t.match(await ended, { status: 130, stdout: /^Stopped\. .*run it again/m })
  const seconds = (performance.now() - began) / 1_000
  t.ok(seconds < 20, `it took ${seconds} s, and did not wait for the storage that says nothing`)
  t.same((await s3.left()).objects.toSorted(), small.toSorted())
  t.equal((await s3.left()).uploads, 0, 'the parts of the film are forgotten')
  t.same(await goOn(t, world, /^1 copied \(20\.0 MiB\), 7 there already, 0 not/m), [large])
  t.same(await goOn(t, world, /^0 copied .*, 7 there already, 0 not/m), [], 'and is done')
})

test('Ctrl-C again ends a copy at once where the storage says nothing, and nothing is lost by it', async (t) => {
  const world = await start(t)
  const { s3, small, large, copy } = world
  s3.fault = (request) => (/^PUT|uploads$/.test(request) ? 'silence' : undefined)
  const child = copy()
  const ended = endOf(child)
  await until(() => s3.requests.some((one) => one.startsWith('PUT')))
  child.kill('SIGINT')
  await sleep(1_200)
  t.equal(child.exitCode, null, 'it waits for what is under way')
  child.kill('SIGINT')
  t.match(await ended, { status: 130 })
  t.same(await s3.left(), { objects: [], uploads: 0 })
  const all = [...small, large].toSorted()
  t.same(await goOn(t, world, /^7 copied \(20\.0 MiB\), 7 there already, 0 not/m), all)
})

test('a copy that is killed is gone on with: what was whole is not sent again', async (t) => {
  const world = await start(t)
  const { s3, small, large, copy } = world
  s3.fault = (request) => (/partNumber=3/.test(request) ? 'silence' : undefined)
  const child = copy()
  const ended = endOf(child)
  await until(() => s3.requests.some((one) => /partNumber=3/.test(one)))
  child.kill('SIGKILL')
  t.match(await ended, { status: 128 + constants.signals.SIGKILL })
  const { objects, uploads } = await s3.left()
  t.equal(uploads, 1, 'nobody could forget the parts: this is what the rule of the bucket is for')
  t.notOk(objects.includes(large), 'parts are no object')
  const left = [...small, large].filter((key) => !objects.includes(key)).toSorted()
  t.same(await goOn(t, world, /^\d copied .*, 7 there already, 0 not/m), left)
})
