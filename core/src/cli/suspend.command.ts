import { Command } from 'commander'

/** `t21 suspend`: nobody of an organization, or a person, gets in, and nothing of theirs goes out. */
export function suspendCommand(): Command {
  return new Command('suspend')
    .description('Refuse an organization or a person everywhere; what falls due waits')
    .argument('<kind>', 'organization or user')
    .argument('<id>', 'its id')
    .requiredOption('--reason <text>', 'why; it stands in the audit log')
    .action(async (kind: string, id: string, { reason }: { reason: string }) => {
      const { suspend } = await import('./suspend.ts')
      await suspend(kind, id, reason)
    })
}

/** `t21 restore`: the way back. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('Let a suspended organization or person in again; what is late goes out over time')
    .argument('<kind>', 'organization or user')
    .argument('<id>', 'its id')
    .action(async (kind: string, id: string) => {
      const { restore } = await import('./suspend.ts')
      await restore(kind, id)
    })
}
