import { Command } from 'commander'

/** `t21 billing`: what is paid for. */
export function billingCommand(): Command {
  return new Command('billing')
    .description('What is paid for, at the billing provider')
    .addCommand(reconcileCommand())
}

/** `t21 billing reconcile`: what the worker does once a night. */
function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'Compare every customer with the billing provider, make T21 what the provider has, and say what differed; T21 may run meanwhile',
    )
    .option('--dry-run', 'say what would be repaired; change nothing')
    .addHelpText(
      'after',
      `
The provider is right: nothing is changed there. Customers that it has and T21 does not know are named and left alone. It may be
stopped at any time (Ctrl-C) and run again.

Exit code 0: everything agrees now. 1: an organization could not be compared, or, with --dry-run, something differs.
130: stopped before the end.`,
    )
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const { reconcile } = await import('./billing.reconcile.ts')
      await reconcile(dryRun)
    })
}
