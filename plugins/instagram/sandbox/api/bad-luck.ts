import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { passingTrouble } from './errors.ts'

/** What a `flaky…` account meets before each success, in this order. */
const troubles = {
  create: [
    { code: -2, subcode: 2207003 },
    { code: -1, subcode: 2207032 },
  ],
  publish: [{ code: -1, subcode: 2207001 }],
} as const

/**
 * Lets a `flaky…` account fail before it succeeds; nothing has been made or published then.
 *
 * @throws GraphRefusal -1/2207001, -2/2207003 or -1/2207032
 */
export function requireLuck(
  context: EmulatorContext,
  account: Account,
  what: keyof typeof troubles,
): void {
  if (!traitsOf(account).flaky) return
  const attempts = context.store.collection<number>('attempts')
  const key = `${what}:${account.id}`
  const attempt = attempts.get(key) ?? 0
  attempts.set(key, attempt + 1)
  const trouble = troubles[what][attempt % (troubles[what].length + 1)]
  if (trouble !== undefined) throw passingTrouble(trouble.code, trouble.subcode)
}
