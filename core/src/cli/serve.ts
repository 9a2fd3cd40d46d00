import type { Config } from '../config.ts'
import { makeLogger } from '../logging.ts'
import { startProcess, type ProcessRole } from '../process.ts'
import { rootDirectory } from './root-directory.ts'
import { untilSignal } from './until-signal.ts'

/** Runs a server until it is asked to end. @throws Error where it does not start */
export async function serve(config: Config, role: ProcessRole): Promise<void> {
  const log = makeLogger(config)
  await untilSignal(async (signal) => {
    const options = { config, role, log, rootDirectory: rootDirectory(), signal }
    const running = await startProcess(options)
    log.info({ role, url: running.url, sandbox: running.sandbox?.url }, 'ready')
    return () => running.stop()
  })
  log.info('stopped')
}
