import pg from 'pg'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** What something answers, and how many statements this process sent to the database for it. */
export async function statementsOf<Answer>(
  t: Teardown,
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; count: number }> {
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown }
  const { query } = prototype
  let count = 0
  prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    count += 1
    return query.apply(this, given)
  }
  t.teardown(() => Object.assign(prototype, { query }))
  try {
    return { answer: await work(), count }
  } finally {
    Object.assign(prototype, { query })
  }
}
