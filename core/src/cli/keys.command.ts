import { Command } from 'commander'

/** `t21 keys`: the keys for secrets at rest. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('The keys that seal stored tokens (ENCRYPTION_KEYS)')
    .addCommand(rotateCommand())
}

/** `t21 keys rotate`: seals with the first key whatever another one sealed. */
function rotateCommand(): Command {
  return new Command('rotate')
    .description(
      'Re-encrypt every stored token with the first key of ENCRYPTION_KEYS, and say which keys may be removed; T21 may run meanwhile',
    )
    .option('--dry-run', 'open everything and say what would be done; change nothing')
    .addHelpText(
      'after',
      `
It may be stopped at any time (Ctrl-C) and run again: what is done stays done.
Every running process has to know the first key already: see docs/operations.md, "Secrets".

Exit code 0: nothing is left under an older key. 1: something is. 130: stopped before the end.`,
    )
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const { rotateKeys } = await import('./keys.rotate.ts')
      await rotateKeys(dryRun)
    })
}
