const deadlockDetected = '40P01'
const mostTries = 3

/**
 * Runs a transaction again that PostgreSQL ended because it and another one waited for each other. Rows are locked in one order
 * where that can be said; workers write many deliveries in a statement, whose order is the planner's.
 *
 * @param work a transaction that can be repeated: it changes the database and nothing else
 */
export async function pastDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries === mostTries || !isDeadlock(error)) throw error
    }
  }
}

/** Models wrap what the driver says. */
function isDeadlock(error: unknown): boolean {
  const { code, nativeError } = (error ?? {}) as {
    readonly code?: unknown
    readonly nativeError?: { readonly code?: unknown }
  }
  return code === deadlockDetected || nativeError?.code === deadlockDetected
}
