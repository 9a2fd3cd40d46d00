import type { Test } from 'tap'
import type { makeProgram } from '../../core/src/cli/program.ts'

/** How a command ended, and what it printed. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process, as `main.ts` does; the environment is these variables for so long. */
export async function runCommand(
  t: Test,
  program: ReturnType<typeof makeProgram>,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  let [stdout, stderr] = ['', '']
  for (const one of [program, ...program.commands]) {
    one.exitOverride()
    one.configureOutput({
      writeOut: (text) => (stdout += text),
      writeErr: (text) => (stderr += text),
    })
  }
  const logged = t.capture(console, 'log')
  const environment = process.env
  process.env = variables
  let code = 0
  try {
    await program.parseAsync(args, { from: 'user' })
    code = Number(process.exitCode ?? 0)
  } catch (error) {
    const { exitCode = 1, message } = error as Error & { exitCode?: number }
    code = exitCode
    stderr += message
  } finally {
    process.env = environment
    process.exitCode = undefined
    logged.restore()
  }
  for (const { args: lines } of logged()) stdout += `${lines.join(' ')}\n`
  return { code, stdout, stderr }
}
