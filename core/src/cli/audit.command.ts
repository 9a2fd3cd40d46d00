import { Command } from 'commander'

/** `t21 audit`: the log of who changed what. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('The audit log: who changed what')
    .addCommand(verifyCommand())
}

/** `t21 audit verify`: whether somebody changed an entry past T21. */
function verifyCommand(): Command {
  return new Command('verify')
    .description('Compute the chain of hashes anew, of one organization or of all, and compare')
    .argument('[organization]', 'the id of an organization; all of them by default')
    .addHelpText('after', '\nExit code 0: every chain is whole. 1: one is broken.')
    .action(async (organizationId: string | undefined) => {
      const { verifyAll } = await import('./audit.verify.ts')
      await verifyAll(organizationId)
    })
}
