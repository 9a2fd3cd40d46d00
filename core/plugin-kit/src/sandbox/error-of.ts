/** The error in which an attempt ends. @throws Error where it succeeds */
export async function errorOf(attempt: Promise<unknown>): Promise<unknown> {
  const outcome = await attempt.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (outcome !== undefined) return outcome.error
  throw new Error('It should have failed.')
}
