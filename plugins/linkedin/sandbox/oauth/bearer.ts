import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findMember, traitsOf, type Member } from '../accounts/member.ts'
import type { TokenFault } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { findClient, type Client } from './clients.ts'
import { tokenState } from './grants.ts'

/** Who calls, through which app, with which scopes. */
export interface Caller {
  readonly member: Member
  readonly client: Client
  readonly scopes: readonly string[]
}

/** The caller behind the bearer token, or what is wrong with the token. */
export function identify(request: EmulatorRequest, context: EmulatorContext): Caller | TokenFault {
  const value = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (value === undefined) return 'empty'
  const state = tokenState(context, 'access_tokens', value)
  if (state === undefined) return 'invalid'
  if (state.fault !== undefined) return state.fault
  const member = findMember(context, state.grant.memberId)
  const client = findClient(state.grant.clientId)
  if (member === undefined || client === undefined) return 'invalid'
  const age = (context.now().getTime() - state.token.createdAt) / 1000
  // A brand-new token may be unknown for seconds (linkedin.md 4).
  if (traitsOf(member).fresh && age < oauthLifetimes.freshToken) return 'invalid'
  return { member, client, scopes: state.grant.scopes }
}
