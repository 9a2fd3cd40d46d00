import { Command } from 'commander'

/** `t21 migrate`: brings the database up to date. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database up to date; or show or take back migrations')
    .option('--status', 'only show what is pending; exit code 1 if something is')
    .option('--down', 'take the newest migration back')
    .action(async (options: { status?: boolean; down?: boolean }) => {
      const { migrateDown, migrateUp, pendingMigrations } = await import('../db/migrate.ts')
      const { withDatabaseUrl } = await import('./database-url.ts')
      await withDatabaseUrl(async (url) => {
        if (options.status === true) {
          const pending = await pendingMigrations(url)
          console.log(pending.length === 0 ? 'The database is up to date.' : pending.join('\n'))
          if (pending.length > 0) process.exitCode = 1
          return
        }
        const names = options.down === true ? await migrateDown(url) : await migrateUp(url)
        const done = options.down === true ? 'Taken back' : 'Done'
        console.log(names.length === 0 ? 'Nothing to do.' : `${done}: ${names.join(', ')}`)
      })
    })
}
