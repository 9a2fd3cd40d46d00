import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { makeLogger } from '../logging.ts'
import { startProcess, type ProcessRole } from '../process.ts'
import { rootDirectory } from './root-directory.ts'
import { untilSignal } from './until-signal.ts'

/** `t21 start`, `t21 api`, `t21 worker`: the same process in three roles. */
export function serveCommand(name: string, description: string, role: ProcessRole): Command {
  return new Command(name)
    .description(`${description}. Settings come from the environment; see the README's table`)
    .action(async () => {
      const config = readConfig()
      const log = makeLogger(config)
      await untilSignal(async (signal) => {
        const options = { config, role, log, rootDirectory: rootDirectory(), signal }
        const running = await startProcess(options)
        log.info({ role, url: running.url }, 'ready')
        return () => running.stop()
      })
      log.info('stopped')
    })
}
