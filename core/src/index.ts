/** What a program that embeds the server may use; the command line is in `main.ts`. */
export { untilSignal } from './cli/until-signal.ts'
export { ConfigError, readConfig, type Config } from './config.ts'
export { makeLogger } from './logging.ts'
export {
  startProcess,
  type ProcessOptions,
  type ProcessRole,
  type RunningProcess,
} from './process.ts'
