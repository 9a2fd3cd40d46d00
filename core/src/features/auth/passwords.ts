import { createHmac } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { compare, getRounds, hash } from 'bcrypt'
import { ApiError } from '../../errors.ts'

/** The name of the algorithm below, kept beside each hash so that it can be replaced one day. */
export const passwordAlgorithm = 'hmac-sha384-bcrypt-12'

/** bcrypt's cost: about 0.2 s of one core (reliability.md 3). */
const standardCost = 12
/**
 * Hashes at a time. Two leave the thread pool, which files and names share, half free; one core stays free for everybody else,
 * so that guessing passwords does not slow them down (bench:guesses).
 */
export const hashesAtATime = Math.max(1, Math.min(2, availableParallelism() - 1))
const mostWaiting = 32

/** Hashes and verifies passwords, a few at a time. */
export interface Passwords {
  /** @throws ApiError SERVICE_UNAVAILABLE when too many wait */
  hash(password: string): Promise<string>
  /**
   * Takes as long for nobody (`null`) as for somebody, so that time does not tell who exists.
   *
   * @throws ApiError SERVICE_UNAVAILABLE when too many wait
   */
  verify(password: string, storedHash: string | null): Promise<boolean>
  /** Whether a hash was made at another cost and should be made anew at the next login. */
  isOutdated(storedHash: string): boolean
}

/**
 * Makes the hasher: `bcrypt(base64(hmac-sha384(password, pepper)))`, OWASP's formula. bcrypt alone
 * ignores everything after byte 72 and stops at a NUL; the HMAC makes every byte count.
 *
 * @param options.cost for tests only; nothing that an operator can set leads here
 */
export function makePasswords(options: {
  readonly pepper: string
  readonly cost?: number
}): Passwords {
  const cost = options.cost ?? standardCost
  const inTurn = makeQueue()
  // A hash that no password gives, at the cost of the real ones.
  const nobody = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`
  const keyed = (password: string): string =>
    createHmac('sha384', options.pepper).update(password, 'utf8').digest('base64')
  return {
    hash: (password) => inTurn(() => hash(keyed(password), cost)),
    verify: (password, storedHash) =>
      inTurn(async () => {
        const matches = await compare(keyed(password), storedHash ?? nobody)
        return matches && storedHash !== null
      }),
    isOutdated: (storedHash) => getRounds(storedHash) !== cost,
  }
}

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** A bounded queue: work that would have to wait too long is refused before it costs anything. */
function makeQueue(): InTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= hashesAtATime) {
      if (waiting.length >= mostWaiting) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'Too many logins at the moment.', {
          headers: { 'retry-after': '5' },
        })
      }
      // Whoever ends hands its place over, so that `running` does not change here.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
