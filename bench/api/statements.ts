import pg from 'pg'

/** A statement as it went to the database, and what came back. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  readonly rows: readonly Record<string, unknown>[]
}

type AnyQuery = (...given: unknown[]) => unknown

/**
 * Writes down every statement that this process sends, by whatever library, from now on. Slows the process
 * down: not for one that is measured.
 */
export function recordStatements(): { take(): Statement[] } {
  let statements: Statement[] = []
  const original = pg.Client.prototype.query as unknown as AnyQuery
  pg.Client.prototype.query = function query(this: pg.Client, ...given: unknown[]): unknown {
    const [first, second] = given
    const config = typeof first === 'object' && first !== null ? (first as pg.QueryConfig) : {}
    const rows: Record<string, unknown>[] = []
    statements.push({
      text: String(typeof first === 'string' ? first : (config as { text?: string }).text),
      values: [
        ...((config as { values?: unknown[] }).values ?? (Array.isArray(second) ? second : [])),
      ],
      rows,
    })
    const note = (result: unknown): void => {
      const { rows: found } = (result ?? {}) as { rows?: Record<string, unknown>[] }
      if (Array.isArray(found)) rows.push(...found)
    }
    const last = given.at(-1)
    if (typeof last === 'function') {
      const callback = (error: unknown, result: unknown): unknown => {
        note(result)
        return (last as AnyQuery)(error, result)
      }
      return original.call(this, ...given.slice(0, -1), callback)
    }
    const answer = original.call(this, ...given)
    if (answer instanceof Promise) answer.then(note, () => undefined)
    return answer
  } as unknown as typeof pg.Client.prototype.query
  return {
    take() {
      const taken = statements
      statements = []
      return taken
    },
  }
}
