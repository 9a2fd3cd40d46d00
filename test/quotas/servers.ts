import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ServerSettings } from './server.context.ts'

/** A running API process. */
export interface ServerProcess {
  /** The address of each of its servers. */
  readonly urls: Readonly<Record<string, string>>
  /** Ends it without a word, by SIGKILL. */
  kill(): Promise<void>
}

/** Starts an API process, by default one of the tests of quotas; it is killed with the test. @throws Error with its words where it does not start */
export async function startServer(
  t: { teardown(work: () => unknown): unknown },
  settings: ServerSettings,
  file = join(import.meta.dirname, 'server.process.ts'),
): Promise<ServerProcess> {
  const child = fork(file, [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    // Neither the coverage nor the loaders of whoever runs the tests.
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: join(settings.dataDir, 'modules') },
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-4_000)
  })
  t.teardown(() => kill(child))
  const urls = await Promise.race([
    once(child, 'message').then(([message]) => message as Record<string, string>),
    once(child, 'exit').then(() => {
      throw new Error(`A server did not start: ${words}`)
    }),
  ])
  return { urls, kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
