import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { auditCommand } from './audit.command.ts'
import { billingCommand } from './billing.command.ts'
import { deleteCommand } from './delete.command.ts'
import { doctorCommand } from './doctor.command.ts'
import { keysCommand } from './keys.command.ts'
import { migrateCommand } from './migrate.command.ts'
import { seedCommand } from './seed.command.ts'
import { pluginCommand } from './plugin.command.ts'
import { quotasCommand } from './quotas.command.ts'
import { releaseCommand, stopCommand } from './stop.command.ts'
import { serveCommand } from './serve.command.ts'
import { staffCommand } from './staff.command.ts'
import { storageCommand } from './storage.command.ts'
import { restoreCommand, suspendCommand } from './suspend.command.ts'

/** The command line: `npm run t21 -- --help`. A command loads what it does only when it is done. */
export function makeProgram(): Command {
  return new Command('t21')
    .description('T21: write once, published at the minute, never twice and never not at all.')
    .version(version())
    .showHelpAfterError('(add --help to see how it is used)')
    .addCommand(serveCommand('start', 'Serve requests and publish, in one process', 'all'))
    .addCommand(serveCommand('api', 'Serve requests only', 'api'))
    .addCommand(serveCommand('worker', 'Publish and run jobs only', 'worker'))
    .addCommand(migrateCommand())
    .addCommand(seedCommand())
    .addCommand(doctorCommand())
    .addCommand(keysCommand())
    .addCommand(auditCommand())
    .addCommand(quotasCommand())
    .addCommand(billingCommand())
    .addCommand(storageCommand())
    .addCommand(stopCommand())
    .addCommand(releaseCommand())
    .addCommand(staffCommand())
    .addCommand(suspendCommand())
    .addCommand(restoreCommand())
    .addCommand(deleteCommand())
    .addCommand(pluginCommand())
}

function version(): string {
  const json = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(json) as { version: string }).version
}
