import type { FastifyBaseLogger } from 'fastify'

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

interface Lazy {
  parent: FastifyBaseLogger
  bindings: object
  options: object
  made?: FastifyBaseLogger
}

function loggerOf(lazy: Lazy): FastifyBaseLogger {
  return (lazy.made ??= lazy.parent.child(lazy.bindings, lazy.options))
}

const methods = {
  child(this: Lazy, ...input: Parameters<FastifyBaseLogger['child']>) {
    return loggerOf(this).child(...input)
  },
  isLevelEnabled(this: Lazy, level: string) {
    return (this.parent as { isLevelEnabled?(level: string): boolean }).isLevelEnabled?.(level)
  },
  get level() {
    return loggerOf(this as unknown as Lazy).level
  },
  set level(level) {
    loggerOf(this as unknown as Lazy).level = level
  },
  ...Object.fromEntries(
    (['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const).map(
      (level: Level) => [
        level,
        function log(this: Lazy, ...input: [object, string]) {
          loggerOf(this)[level](...input)
        },
      ],
    ),
  ),
}

/**
 * The logger of a request, which knows its id. It is made when something is logged: most requests log
 * nothing of their own, and making it costs more than serving a header.
 */
export function makeRequestLogger(
  parent: FastifyBaseLogger,
  bindings: object,
  options: object,
): FastifyBaseLogger {
  const lazy = Object.create(methods) as Lazy
  lazy.parent = parent
  lazy.bindings = bindings
  lazy.options = options
  return lazy as unknown as FastifyBaseLogger
}
