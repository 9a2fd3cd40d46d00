/** Fields of errors that say what happened and never carry a user's data. */
const fields = [
  'code',
  'severity',
  'table',
  'column',
  'constraint',
  'routine',
  'statusCode',
] as const

/**
 * An error as it is logged: kind, message, stack and a few fields, of it and of its causes. Everything
 * else, such as a request's headers that a client library hangs on its errors, stays out.
 */
export function describeError(error: unknown): unknown {
  return describe(error, 0)
}

function describe(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return String(error)
  const message = withoutStatement(error)
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message,
    ...Object.fromEntries(
      fields.flatMap((field) => {
        const value: unknown = Reflect.get(error, field)
        return typeof value === 'string' || typeof value === 'number' ? [[field, value]] : []
      }),
    ),
    stack: stackOf(error, message),
    ...(error.cause === undefined || depth >= 4 ? {} : { cause: describe(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && depth < 4
      ? { errors: error.errors.slice(0, 5).map((each) => describe(each, depth + 1)) }
      : {}),
  }
}

/**
 * knex puts the statement with its values in front of PostgreSQL's own words, and these end with the value
 * where it does not fit: `invalid input syntax for type uuid: "…"`.
 */
function withoutStatement(error: Error): string {
  if (!('severity' in error)) return error.message
  const at = error.message.lastIndexOf(' - ')
  const words = at === -1 ? error.message : error.message.slice(at + 3)
  return words.replace(/: ".*/s, ': [hidden]')
}

function stackOf(error: Error, message: string): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`${error.name}: ${message}`, ...frames].join('\n')
}
