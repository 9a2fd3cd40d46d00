import { isatty } from 'node:tty'
import { destination, pino, type DestinationStream, type Logger } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Config } from './config.ts'
import { describeError } from './logging.error.ts'
import { hideSecrets } from './redact.ts'

/**
 * Makes the logger of a process: lines of JSON on standard output, readable text where a developer looks
 * at a terminal.
 *
 * Secrets are kept out thrice: requests and answers are described by a short list of fields, errors by
 * theirs, and every line is searched for secrets before it is written.
 *
 * @param output where the lines go; for tests
 */
export function makeLogger(
  config: Pick<Config, 'logLevel' | 'environment'>,
  output?: DestinationStream,
): Logger {
  const stream = output ?? standardOutput(config)
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: describeError,
        error: describeError,
        req: describeRequest,
        res: describeReply,
      },
      hooks: { streamWrite: hideSecrets },
    },
    stream,
  )
}

function standardOutput(config: Pick<Config, 'environment'>): DestinationStream {
  if (config.environment !== 'development' || !isatty(1)) {
    // Lines are written one after the other without holding up the process; at its end, what is left.
    return destination({ fd: 1, sync: false })
  }
  const pretty = prettyFactory({ colorize: true, ignore: 'pid', translateTime: 'HH:MM:ss.l' })
  return { write: (line) => process.stdout.write(pretty(line)) }
}

interface RequestLike {
  readonly method?: string
  readonly routeOptions?: { readonly url?: string | undefined }
}

/** The route and not the address: addresses may carry signatures. Never a header, never a query. */
function describeRequest(request: RequestLike): unknown {
  return { method: request.method, route: request.routeOptions?.url }
}

function describeReply(reply: { readonly statusCode?: number }): unknown {
  return { statusCode: reply.statusCode }
}
