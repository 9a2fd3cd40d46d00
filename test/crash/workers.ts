import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Environment } from './environment.ts'

/** Worker processes that are started again when they end. */
export interface Crew {
  /** Processes that ended by SIGKILL, as ordered. */
  readonly kills: () => number
  /** Processes that ended in any other way: always a bug. */
  readonly accidents: readonly string[]
  /** Stops one process for a while, longer than its lease, and lets it go on. */
  pause(milliseconds: number): Promise<void>
  stop(): Promise<void>
}

/** Starts so many processes of a script. */
export function startCrew(
  script: 'worker.ts' | 'naive-worker.ts',
  environment: Environment,
  options: { readonly size: number; readonly onRestart?: () => Promise<void> },
): Crew {
  const children = new Set<ChildProcess>()
  // Whoever stops the crew takes the database away next: what a restart asks of it has to be over.
  const restarts = new Set<Promise<void>>()
  const accidents: string[] = []
  let kills = 0
  let stopping = false

  function start(): void {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, script), JSON.stringify(environment)],
      {
        stdio: ['ignore', 'inherit', 'pipe'],
        env: { ...process.env, NODE_COMPILE_CACHE: join(environment.dataDir, '../modules') },
      },
    )
    let words = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString()}`.slice(-2_000)
    })
    children.add(child)
    child.once('exit', (code, signal) => {
      children.delete(child)
      if (stopping) return
      if (signal === 'SIGKILL') kills += 1
      else accidents.push(`${script} ended with ${code ?? signal}: ${words}`)
      const restart = restarted().finally(() => restarts.delete(restart))
      restarts.add(restart)
    })
  }
  async function restarted(): Promise<void> {
    await options.onRestart?.()
    if (!stopping) start()
  }
  for (let number = 0; number < options.size; number += 1) start()

  return {
    kills: () => kills,
    accidents,
    async pause(milliseconds) {
      const [child] = children
      if (child === undefined) return
      child.kill('SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      child.kill('SIGCONT')
    },
    async stop() {
      stopping = true
      await Promise.all(restarts)
      await Promise.all(
        [...children].map(async (child) => {
          const ended = once(child, 'exit')
          child.kill('SIGCONT')
          child.kill('SIGTERM')
          const late = setTimeout(() => child.kill('SIGKILL'), 8_000)
          await ended
          clearTimeout(late)
        }),
      )
    },
  }
}
