import { Command } from 'commander'

/** `t21 doctor`: looks at everything that a server needs, and says what to do about what is missing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Check configuration, database, workers, punctuality and plugins; exit code 1 if something is red',
    )
    .action(async () => {
      const { examine } = await import('./doctor.ts')
      const findings = await examine()
      for (const { ok, what, remedy } of findings) {
        console.log(`${ok ? 'ok ' : 'RED'} ${what}${remedy === undefined ? '' : `\n    ${remedy}`}`)
      }
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1
    })
}
