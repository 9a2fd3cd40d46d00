import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Client } from './clients.ts'
import { tokenState } from './grants.ts'

/** What LinkedIn tells of a token; of one that it does not know, or that another app has, nothing. */
export function introspect(context: EmulatorContext, client: Client, value: string): object {
  const state =
    tokenState(context, 'access_tokens', value) ?? tokenState(context, 'refresh_tokens', value)
  if (state === undefined || state.grant.clientId !== client.id) return { active: false }
  const { grant, token, fault } = state
  return {
    active: fault === undefined,
    status: fault ?? 'active',
    scope: grant.scopes.join(','),
    client_id: client.id,
    authorized_at: seconds(grant.authorizedAt),
    created_at: seconds(token.createdAt),
    expires_at: seconds(token.expiresAt),
    auth_type: '3L',
  }
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
