import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findMember } from '../accounts/member.ts'
import { findOrganization } from '../accounts/organization.ts'
import { parseUrn } from '../api/urn.ts'
import { memberIdOfCode } from './codes.ts'
import { tokenState } from './grants.ts'
import { readParameters } from './parameters.ts'

/**
 * In whose name a request comes: the organization that its body names as author, owner or actor, else the
 * member whose token it is; at the token endpoint, by the code or token that it brings. Spends nothing.
 */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const organization = organizationInBody(request, context)
  if (organization !== undefined) {
    return { id: organization.id, username: organization.vanityName }
  }
  const parameters = readParameters(request)
  const bearer = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  const value = bearer ?? parameters.get('refresh_token') ?? parameters.get('token') ?? ''
  const grant = (
    tokenState(context, 'access_tokens', value) ?? tokenState(context, 'refresh_tokens', value)
  )?.grant
  const id = grant?.memberId ?? memberIdOfCode(context, parameters.get('code') ?? '')
  return id === undefined ? undefined : findMember(context, id)
}

function organizationInBody(
  { json }: EmulatorRequest,
  context: EmulatorContext,
): ReturnType<typeof findOrganization> {
  if (typeof json !== 'object' || json === null) return undefined
  const body = json as Readonly<Record<string, unknown>>
  const { initializeUploadRequest: upload } = body
  const owner =
    typeof upload === 'object' && upload !== null && 'owner' in upload ? upload.owner : undefined
  for (const value of [body['author'], body['actor'], owner]) {
    const urn = typeof value === 'string' ? parseUrn(value) : undefined
    if (urn?.kind === 'organization') return findOrganization(context, urn.id)
  }
  return undefined
}
