import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Bench } from './bench.ts'

/** A process of a benchmark: what is measured must not share an event loop with what measures it. */
export interface Child {
  /** Asks the process to do something. @throws Error what went wrong there, or that it has ended */
  ask<Answer>(command: string, value?: unknown): Promise<Answer>
  /** Lets it end by itself. */
  stop(): Promise<void>
}

interface Reply {
  readonly id: number
  readonly answer?: unknown
  readonly problem?: string
}

/** Starts a script that answers by `answerParent`; it ends with the benchmark. */
export function startChild(
  bench: Bench,
  script: string,
  options: { readonly profile?: string } = {},
): Child {
  const child = fork(script, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // So that dates and bytes arrive as they are.
    serialization: 'advanced',
    execArgv: options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [],
  })
  const waiting = new Map<
    number,
    { resolve: (answer: unknown) => void; reject: (problem: Error) => void }
  >()
  let questions = 0
  child.on('message', (message) => {
    const { id, answer, problem } = message as Reply
    const asked = waiting.get(id)
    waiting.delete(id)
    if (problem === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(`${script}: ${problem}`))
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) {
      reject(new Error(`${script} ended with ${code ?? signal}.`))
    }
    waiting.clear()
  })
  const stop = (): Promise<void> => end(child)
  bench.cleanUp(stop)
  return {
    stop,
    ask: <Answer>(command: string, value?: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const id = (questions += 1)
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        child.send({ id, command, value }, (error) => {
          if (error !== null && waiting.delete(id)) reject(error)
        })
      }),
  }
}

/** In the child: does what the parent asks, one handler a command; ends when the parent does. */
export function answerParent(
  handlers: Readonly<Record<string, (value: never) => unknown>>,
  options: { readonly beforeEnd?: () => unknown } = {},
): void {
  // Ctrl-C reaches the whole group; the parent says when it is time.
  process.on('SIGINT', () => undefined)
  const finish = async (): Promise<void> => {
    await options.beforeEnd?.()
    process.exit(0)
  }
  process.once('disconnect', () => void finish())
  process.on('message', (message) => {
    const { id, command, value } = message as { id: number; command: string; value: unknown }
    const reply = (rest: Omit<Reply, 'id'>): void => void process.send?.({ id, ...rest })
    const handler = handlers[command]
    if (handler === undefined) return reply({ problem: `Unknown command "${command}".` })
    Promise.resolve()
      .then(() => handler(value as never))
      .then((answer) => reply({ answer }))
      .catch((error: unknown) =>
        reply({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  if (child.connected) child.disconnect()
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(late)
}
