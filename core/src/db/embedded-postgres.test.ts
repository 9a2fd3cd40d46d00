import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { test } from 'tap'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

const script = `
  const { startEmbeddedPostgres } = await import(process.argv[1])
  const server = await startEmbeddedPostgres({ folder: process.argv[2], settings: ['fsync=off'] })
  console.log(JSON.stringify({ url: server.url, pid: server.pid }))
  setInterval(() => {}, 1000)
`
const module = join(import.meta.dirname, 'embedded-postgres.ts')

test('data outlives a stop and a killed process, whose database is taken over', async (t) => {
  const base = await mkdtemp('/var/tmp/t21-embedded-')
  await chmod(base, 0o755)
  t.teardown(() => rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  const folder = join(base, 'postgres')

  const first = await startEmbeddedPostgres({ folder, settings: ['fsync=off'] })
  await query(first.url, 'create table kept (id int); insert into kept values (7)')
  await first.stop()
  t.equal(await alive(first.pid), false)

  // Another process has it, and is killed: its database goes on without it.
  const other = spawn(process.execPath, ['--input-type=module', '-e', script, module, folder])
  const [line] = (await once(other.stdout, 'data')) as [Buffer]
  const theirs = JSON.parse(line.toString()) as { url: string; pid: number }
  t.same(await query(theirs.url, 'select id from kept'), [{ id: 7 }])
  await t.rejects(
    startEmbeddedPostgres({ folder }),
    /Another T21 \(process \d+\)/,
    'not while it lives',
  )
  const beside = await startEmbeddedPostgres({ folder, share: true })
  t.same(await query(beside.url, 'select id from kept'), [{ id: 7 }])
  await beside.stop()
  t.equal(await alive(theirs.pid), true, 'a command beside it leaves it alone')
  other.kill('SIGKILL')
  await once(other, 'exit')
  t.equal(await alive(theirs.pid), true)

  const again = await startEmbeddedPostgres({ folder })
  t.equal(again.pid, theirs.pid)
  t.same(await query(again.url, 'select id from kept'), [{ id: 7 }])
  await again.stop()

  // After a power cut the number in the file may belong to any other program.
  const stranger = spawn('sleep', ['60'])
  t.teardown(() => stranger.kill())
  const pidFile = join(folder, 'postmaster.pid')
  await writeFile(pidFile, [stranger.pid, folder, 0, 1, '', '127.0.0.1', ''].join('\n'))
  const afterCut = await startEmbeddedPostgres({ folder, settings: ['fsync=off'] })
  t.same(await query(afterCut.url, 'select id from kept'), [{ id: 7 }])
  await afterCut.stop()
  t.equal(await alive(stranger.pid ?? 0), true)
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const result = await client.query(sql)
    return result.rows
  } finally {
    await client.end()
  }
}

async function alive(pid: number): Promise<boolean> {
  return promisify(execFile)('ps', ['-p', String(pid)]).then(
    () => true,
    () => false,
  )
}
