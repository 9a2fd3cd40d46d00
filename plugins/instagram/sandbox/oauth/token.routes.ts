import { bareNumber } from '@t21/meta-graph/sandbox'
import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { createHash } from 'node:crypto'
import { findAccount } from '../accounts/account.ts'
import { instagramApp } from './apps.ts'
import { redeemCode, type PendingCode } from './codes.ts'
import { issueToken, openGrant } from './grants.ts'

/** A code becomes a token of an hour (instagram.md 1A, step 3). */
export const tokenRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'api.instagram.com',
    path: '/oauth/access_token',
    operation: 'token',
    handle(request, context) {
      const fields = formOf(request)
      const problem = problemOf(fields)
      if (problem !== undefined) return oauthError(problem)
      const consent = redeemCode(
        context,
        fields.get('code') ?? '',
        fields.get('redirect_uri') ?? '',
      )
      if (consent === 'unknown') {
        return oauthError('Matching code was not found or was already used')
      }
      if (consent === 'other redirect') {
        return oauthError(
          'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
        )
      }
      return { status: 200, json: tokenAnswer(context, consent) }
    },
  },
]

/** Only a form is read, of either kind; parameters of the address or of JSON are not. */
function formOf(request: EmulatorRequest): ReadonlyMap<string, string> {
  if (request.form !== undefined) return new Map(request.form)
  return new Map(
    (request.multipart ?? []).map(({ name, value }) => [name, value.toString('utf8')] as const),
  )
}

function problemOf(fields: ReadonlyMap<string, string>): string | undefined {
  for (const name of ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code']) {
    if ((fields.get(name) ?? '') === '') return `Missing required field ${name}`
  }
  if (fields.get('client_id') !== instagramApp.id) return 'Invalid platform app'
  if (fields.get('client_secret') !== instagramApp.secret) return 'Error validating client secret.'
  if (fields.get('grant_type') !== 'authorization_code') return 'Invalid grant_type'
  return undefined
}

/** The envelope of this endpoint alone (instagram.md 1A, step 3). */
function oauthError(message: string): EmulatorResponse {
  return {
    status: 400,
    json: { error_type: 'OAuthException', code: 400, error_message: message },
  }
}

/**
 * The documented answer for one half of the accounts, the flat one that clients report for the other; of
 * those, permissions come as a list or as text. The id of the flat one is a bare number.
 */
function tokenAnswer(context: EmulatorContext, { accountId, scopes }: PendingCode): object {
  const token = issueToken(context, openGrant(context, accountId, scopes), false)
  const shape = shapeOf(findAccount(context, accountId)?.username ?? '')
  const permissions = scopes.join(',')
  if (shape === 'documented') {
    return { data: [{ access_token: token, user_id: accountId, permissions }] }
  }
  return {
    access_token: token,
    user_id: bareNumber(accountId),
    permissions: shape === 'flat with text' ? permissions : scopes,
  }
}

function shapeOf(username: string): 'documented' | 'flat' | 'flat with text' {
  if (username.startsWith('flat')) return 'flat'
  if (username.startsWith('documented')) return 'documented'
  const chance = createHash('sha256').update(username).digest().readUInt8(20)
  if (chance % 2 === 0) return 'documented'
  return chance % 4 === 1 ? 'flat' : 'flat with text'
}
