import { Command } from 'commander'

/** `t21 delete`: an account or an organization, past its owner. */
export function deleteCommand(): Command {
  return new Command('delete')
    .description(
      'Delete accounts or organizations: what was deleted after the backup that was just restored, or what the law asks for',
    )
    .argument('<kind>', 'organization or user')
    .argument('<ids...>', 'their ids')
    .addHelpText(
      'after',
      `
What they leave is erased by the worker within the hour. One that is deleted already is left alone, so that it may be run
again. The log of the server has an id for each deletion ("account deleted", "organization deleted").

Exit code 0: all of them are deleted. 1: one could not be; it is said why.`,
    )
    .action(async (kind: string, ids: string[]) => {
      const { deleteAll } = await import('./delete.ts')
      await deleteAll(kind, ids)
    })
}
