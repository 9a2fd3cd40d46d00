import type { ConnectorCall } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { factsOf } from './facts.ts'
import { facebookLoginOptions, options } from './options.ts'
import type { Settings } from './settings.ts'

/**
 * The options that this account has: by Instagram Login there are no partnerships. Instagram names no live choices, and
 * has no search for places or people, so nothing is asked.
 */
export function accountOptions(call: ConnectorCall<Settings>): Promise<TSchema> {
  const { login } = factsOf(call.account.facts)
  return Promise.resolve(
    login === 'facebook' ? options : Type.Omit(options, [...facebookLoginOptions]),
  )
}
