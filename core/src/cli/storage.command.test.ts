import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { test, type Test } from 'tap'
import { startS3 } from '../../../plugins/storage-s3/test/s3-server.ts'
import { openStorage } from '../../../plugins/storage-s3/src/storage.ts'
import { runCommand } from '../../../test/support/command-line.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { buildMedia } from '../../../test/support/factories.ts'
import { openLocalStorage } from '../storage/local-storage.ts'
import { newStorageKey } from '../storage/storage-key.ts'
import { makeProgram } from './program.ts'

async function start(t: Test) {
  const database = await testDatabase(t)
  const s3 = await startS3()
  const dataDir = t.testdir()
  const bucket = openStorage(s3.settings)
  t.teardown(async () => {
    await bucket.close?.()
    await s3.close()
  })
  const variables = {
    ...process.env,
    DATABASE_URL: database.url,
    T21_DATA_DIR: dataDir,
    S3_BUCKET: s3.settings.bucket,
    S3_ENDPOINT: s3.settings.endpoint,
    S3_REGION: s3.settings.region,
    S3_ACCESS_KEY_ID: s3.settings.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.settings.secretAccessKey,
    S3_FORCE_PATH_STYLE: 'true',
  }
  const run = (...args: string[]) => runCommand(t, makeProgram(), ['storage', ...args], variables)
  const local = openLocalStorage(dataDir)
  const media = []
  for (const text of ['one', 'three']) {
    const one = await buildMedia(database, {
      storageKey: newStorageKey('01890000-0000-7000-8000-000000000001'),
      size: text.length,
      sha256: createHash('sha256').update(text).digest(),
    })
    await local.write(one.storageKey, Readable.from([text]))
    media.push(one)
  }
  return { run, variables, local, bucket, media, s3, t }
}

test('media move from the disk into a bucket by the commands of the manual', async (t) => {
  const { run, variables, bucket, media } = await start(t)
  t.match(await run('check'), { code: 0, stdout: '2 looked at, 0 not as they should be.\n' })
  t.match(await run('check', '--storage', 's3'), {
    code: 1,
    stdout: /medium .*its bytes are not there[\s\S]*2 looked at, 2 not/,
  })
  const copy = ['copy', '--from', 'local', '--to', 's3']
  t.match(await run(...copy, '--dry-run'), { code: 0, stdout: /^2 would be copied/ })
  t.equal(await bucket.size(media[0]?.storageKey ?? ''), null)
  t.match(await run(...copy), { code: 0, stdout: /^2 copied \(0\.0 MiB\), 2 there already, 0 not/ })
  t.match(await run(...copy), { code: 0, stdout: /^0 copied .* 2 there already/ })
  t.match(await run('check', '--storage', 's3', '--bytes'), { code: 0 })
  Object.assign(variables, { T21_STORAGE: 's3' })
  t.match(await run('check'), { code: 0 })
  t.match(await run('orphans'), { code: 0, stdout: /^0 of 2 objects/ })
})

test('doctor tells of rows whose bytes are not there, and of a storage that is not there', async (t) => {
  const { variables, local, media } = await start(t)
  const doctor = () => runCommand(t, makeProgram(), ['doctor'], variables)
  t.match((await doctor()).stdout, /^ok {2}storage \(local disk\): 0 of the 2 newest objects/m)
  await local.remove(media[0]?.storageKey ?? '')
  t.match(await doctor(), {
    code: 1,
    stdout: /^RED storage \(local disk\): 1 of the 2 newest .*\n.*t21 -- storage check/m,
  })
  Object.assign(variables, { T21_STORAGE: 's3', S3_BUCKET: 'nowhere' })
  t.match((await doctor()).stdout, /^RED storage: .*404 NoSuchBucket/m)
})

test('what cannot be done says what is wrong, and changes nothing', async (t) => {
  const { run, variables, s3 } = await start(t)
  t.match(await run('copy', '--from', 'local', '--to', 'local'), { code: 1, stderr: /same/ })
  t.match(await run('copy', '--from', 'local', '--to', 'attic'), {
    code: 1,
    stderr: /asked for is "attic".*there is: s3/,
  })
  s3.fault = (request) => (request.startsWith('PUT') ? { status: 503 } : undefined)
  t.match(await run('copy', '--from', 'local', '--to', 's3'), {
    code: 1,
    stdout: /medium .*The storage could not be used to store an object: 503[\s\S]*2 not copied/,
  })
  Object.assign(variables, { S3_SECRET_ACCESS_KEY: 'another-secret-0123456789' })
  const refused = await run('copy', '--from', 'local', '--to', 's3')
  t.equal(refused.code, 1)
  t.match(refused.stderr, /The storage could not be used to measure an object: 403/)
  t.notMatch(refused.stdout + refused.stderr, /another-secret/)
})
