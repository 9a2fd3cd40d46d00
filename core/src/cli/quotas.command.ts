import { Command } from 'commander'

/** `t21 quotas`: what plans count. */
export function quotasCommand(): Command {
  return new Command('quotas')
    .description('What is counted against the plans')
    .addCommand(reconcileCommand())
}

/** `t21 quotas reconcile`: what the worker does once a day. */
function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'Compare every counter with what is there, mend what differs, and say what; T21 may run meanwhile',
    )
    .option('--dry-run', 'say what would be mended; change nothing')
    .addHelpText(
      'after',
      '\nExit code 0: everything agrees now. 1: with --dry-run, something differs.',
    )
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const { reconcile } = await import('./quotas.reconcile.ts')
      await reconcile(dryRun)
    })
}
