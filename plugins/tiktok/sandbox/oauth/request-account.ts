import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount, openIdOf } from '../accounts/account.ts'
import { uploadOf } from '../media/uploads.ts'
import { identify } from './bearer.ts'
import { pendingOfCode } from './codes.ts'
import { grantOfAnyToken } from './grants.ts'

/**
 * In whose name a request comes: by its bearer token, by its upload address, or, at the token endpoint,
 * by the code or token that it brings. Spends nothing.
 */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const caller = identify(request, context)
  const owner =
    caller === undefined
      ? ownerOf(request, context)
      : { clientKey: caller.client.key, handle: caller.account.handle }
  const account = owner === undefined ? undefined : findAccount(context, owner.handle)
  if (owner === undefined || account === undefined) return undefined
  return { id: openIdOf(owner.clientKey, account), username: account.username }
}

function ownerOf(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly clientKey: string; readonly handle: string } | undefined {
  const upload = request.query.get('upload_id')
  if (upload !== null) return uploadOf(context, upload)
  const { form } = request
  const token = form?.get('refresh_token') ?? form?.get('token') ?? ''
  return pendingOfCode(context, form?.get('code') ?? '') ?? grantOfAnyToken(context, token)
}
