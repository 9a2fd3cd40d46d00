import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Bench } from '../support/bench.ts'
import { median } from '../support/statistics.ts'

const root = join(import.meta.dirname, '../..')
const rounds = 5

/** Milliseconds from starting a process of the API to its line "ready"; `added` is what the console costs, its bundle included. */
export interface ColdStart {
  readonly without: number
  readonly with: number
  /** Making the bundle, which the first start in development does, and no other. */
  readonly bundle: number
  readonly added: number
}

/** Starts the API with and without the console by turns, in processes that have no compiled code of an earlier one. */
export async function coldStart(bench: Bench, databaseUrl: string): Promise<ColdStart> {
  const times = { with: [] as number[], without: [] as number[], bundle: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    times.bundle.push(await timed(bench, [join(root, 'admin/src/build.ts')], {}))
    for (const kind of ['without', 'with'] as const) {
      const variables = {
        DATABASE_URL: databaseUrl,
        T21_DATA_DIR: join(bench.folder, 'start'),
        T21_CONSOLE: String(kind === 'with'),
        T21_SANDBOX: 'off',
        PORT: '0',
      }
      times[kind].push(await timed(bench, [join(root, 'core/src/main.ts'), 'api'], variables))
    }
  }
  const [without, having, bundle] = [times.without, times.with, times.bundle].map((all) =>
    Math.round(median(all)),
  ) as [number, number, number]
  return { without, with: having, bundle, added: having - without + bundle }
}

/** How long a process takes until it is ready, or has ended. */
async function timed(
  bench: Bench,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  bench.cleanUp(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    if (String(chunk).includes('"msg":"ready"')) break
  }
  const milliseconds = performance.now() - began
  child.kill('SIGTERM')
  child.stdout.resume()
  const [code] = (await ended) as [number | null]
  if (code === 0 || code === null) return milliseconds
  throw new Error(`${args.join(' ')} ended with ${code}.`)
}
