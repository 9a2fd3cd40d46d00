import { randomBytes } from 'node:crypto'
import { singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What somebody agreed to. */
export interface Grant {
  readonly login: string
  /** Their address, where the page was told another than the usual one. */
  readonly email: string | null
  readonly scopes: readonly string[]
  readonly redirectUri: string
  readonly challenge: string | null
}

const codes = singleUseCodes<Grant>('codes', 600)

/** A code for what was agreed to; it works once, within ten minutes. */
export function issueCode(context: EmulatorContext, grant: Grant): string {
  return codes.issue(context, randomBytes(10).toString('hex'), grant)
}

/** Takes a code; `undefined` where there is none any more. */
export function takeCode(context: EmulatorContext, code: string): Grant | undefined {
  const taken = codes.take(context, code)
  return taken === undefined || taken.expired ? undefined : taken.pending
}

/** A token, which lives until it is taken back. */
export function issueToken(context: EmulatorContext, grant: Grant): string {
  const token = `gho_${randomBytes(18).toString('hex')}`
  context.store.collection<Grant>('tokens').set(token, grant)
  return token
}

/** What a token stands for. */
export function findToken(context: EmulatorContext, token: string): Grant | undefined {
  return context.store.collection<Grant>('tokens').get(token)
}
