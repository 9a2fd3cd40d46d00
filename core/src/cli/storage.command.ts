import { Command } from 'commander'

/** `t21 storage`: where media are kept. */
export function storageCommand(): Command {
  return new Command('storage')
    .description('Where media are kept (T21_STORAGE)')
    .addCommand(copyCommand())
    .addCommand(checkCommand())
    .addCommand(orphansCommand())
}

/** `t21 storage copy`: from one storage to another, while T21 runs. */
function copyCommand(): Command {
  return new Command('copy')
    .description('Copy all media from one storage to another; T21 may run meanwhile')
    .requiredOption('--from <storage>', '"local", or the id of a plugin that is configured')
    .requiredOption('--to <storage>', 'the same')
    .option('--dry-run', 'say what would be copied; change nothing')
    .addHelpText(
      'after',
      `
What is there with the right size is not copied again: it may be stopped at any time (Ctrl-C) and run again. Every copy is
read back and compared. What came in meanwhile is copied in another pass. Nothing is removed from the storage that is copied.
The whole way is in docs/operations.md, "Moving media".

Exit code 0: everything is there. 1: something could not be copied. 130: stopped before the end.`,
    )
    .action(async (options: { from: string; to: string; dryRun?: boolean }) => {
      const { copy } = await import('./storage.run.ts')
      await copy({ dryRun: false, ...options })
    })
}

/** `t21 storage check`: whether everything is there. */
function checkCommand(): Command {
  return new Command('check')
    .description('Look whether the bytes of all media are in the storage; change nothing')
    .option('--storage <storage>', '"local", or the id of a plugin; that of T21_STORAGE by default')
    .option('--bytes', 'read everything, and compare it with what was stored')
    .addHelpText('after', '\nExit code 0: everything is there. 1: something is not. 130: stopped.')
    .action(async (options: { storage?: string; bytes?: boolean }) => {
      const { check } = await import('./storage.run.ts')
      await check(options)
    })
}

/** `t21 storage orphans`: what the worker removes once a day. */
function orphansCommand(): Command {
  return new Command('orphans')
    .description('Look for objects older than a day that no row of the database names')
    .option('--remove', 'remove them, however many there are')
    .addHelpText(
      'after',
      `
The worker removes them once a day, but not where they are more than 100 and more than a fifth of the storage: then look first
whose they are. A bucket, or its prefix, belongs to one T21 only.

Exit code 0: there are none any more. 1: without --remove, there are some. 130: stopped.`,
    )
    .action(async ({ remove = false }: { remove?: boolean }) => {
      const { orphans } = await import('./storage.run.ts')
      await orphans(remove)
    })
}
