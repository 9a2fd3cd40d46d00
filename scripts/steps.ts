import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'

/** One command of a check. */
export interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** Sees every line that the command prints. */
  readonly onLine?: (line: string) => void
}

const root = join(import.meta.dirname, '..')

/**
 * Runs commands one after the other, those of a list within the list side by side; says how long each took, and goes on after
 * a failure.
 *
 * @returns the names of those that failed
 */
export async function runSteps(steps: readonly (Step | readonly Step[])[]): Promise<string[]> {
  const failed: string[] = []
  for (const step of steps) {
    const together = 'command' in step ? [step] : step
    await Promise.all(
      together.map(async (one) => {
        const started = performance.now()
        const code = await runStep(one)
        const seconds = ((performance.now() - started) / 1_000).toFixed(1)
        console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${one.name} (${seconds} s)`)
        if (code !== 0) failed.push(one.name)
      }),
    )
  }
  return failed
}

async function runStep({ command: [program, ...args], onLine }: Step): Promise<number> {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', onLine === undefined ? 'inherit' : 'pipe', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
    },
  })
  let rest = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine?.(line)
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
