import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'

const main = join(import.meta.dirname, '../main.ts')

test('Ctrl-C leaves no database behind: during the start, and where it comes twice', async (t) => {
  const folder = await mkdtemp('/var/tmp/t21-signal-')
  await chmod(folder, 0o755)
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

  const early = start(folder)
  const first = await databaseOf(folder)
  early.kill('SIGINT')
  t.same(await once(early, 'exit'), [0, null], 'not yet ready')
  t.notOk(isAlive(first))

  // A terminal's Ctrl-C reaches the process directly, and once more through npm.
  const twice = start(folder, { T21_SANDBOX: 'auto', T21_SANDBOX_PORT: '0' })
  let said = ''
  for await (const line of twice.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said = String(line)
    if (said.includes('"msg":"ready"')) break
  }
  t.match(said, /"url":"http:[^"]+","sandbox":"http:[^"]+"/, 'both addresses are in the log')
  const second = await databaseOf(folder)
  twice.kill('SIGINT')
  await sleep(50)
  twice.kill('SIGINT')
  t.same(await once(twice, 'exit'), [0, null], 'ready')
  t.notOk(isAlive(second))
})

function start(folder: string, variables: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [main, 'api'], {
    env: {
      PATH: process.env['PATH'],
      T21_DATA_DIR: folder,
      PORT: '0',
      T21_SANDBOX: 'off',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Waits until the embedded PostgreSQL runs. */
async function databaseOf(folder: string): Promise<number> {
  for (;;) {
    const file = join(folder, 'postgres/postmaster.pid')
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
    if (pid > 0) return pid
    await sleep(20)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
