import { isDeepStrictEqual } from 'node:util'

/** Where a check says what it saw. */
export interface Expectations {
  readonly findings: string[]
  /** How many things were looked at. */
  looked(): number
  equal(found: unknown, wanted: unknown, what: string): void
  ok(condition: boolean, what: string): void
  /** That a promise is refused with an error of this name, or with this message. */
  refused(promise: Promise<unknown>, nameOrMessage: string, what: string): Promise<void>
}

/** Expectations that have seen nothing yet. */
export function expectedOf(): Expectations {
  const findings: string[] = []
  let looked = 0
  const ok = (condition: boolean, what: string): void => {
    looked += 1
    if (!condition) findings.push(what)
  }
  return {
    findings,
    looked: () => looked,
    ok,
    equal(found, wanted, what) {
      ok(
        isDeepStrictEqual(found, wanted),
        `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`,
      )
    },
    async refused(promise, nameOrMessage, what) {
      const error = await promise.then(
        () => undefined,
        (cause: unknown) => cause,
      )
      const words = error instanceof Error ? [error.name, error.message] : ['nothing']
      ok(words.includes(nameOrMessage), `${what}: ${words.join(': ')} instead of ${nameOrMessage}`)
    },
  }
}
