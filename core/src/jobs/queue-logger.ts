import { Logger } from 'graphile-worker'
import type { Logger as Pino } from 'pino'

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const

/** Lets the queue speak through the process's own log. Its everyday chatter is ours at `debug`. */
export function queueLogger(log: Pino): Logger {
  return new Logger((scope) => (level, message, meta) => {
    log[levels[level]]({ queue: scope, ...meta }, message)
  })
}
