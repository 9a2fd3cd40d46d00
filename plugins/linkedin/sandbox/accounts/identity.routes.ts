import { letterAvatar, type EmulatorContext, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { plainEndpoint, type Call } from '../api/endpoint.ts'
import { accessDenied } from '../api/errors.ts'
import { findMember, fullName, type Member } from './member.ts'

/** Who am I (linkedin.md 1). */
export const identityRoutes: readonly EmulatorRoute[] = [
  plainEndpoint({
    method: 'GET',
    path: '/v2/userinfo',
    operation: 'userinfo',
    handle(call) {
      requireProfileScope(call, 'openid', 'userinfo.GET.NO_VERSION')
      const { member, context, scopes } = call
      const profile = {
        name: fullName(member),
        given_name: member.firstName,
        family_name: member.lastName,
        picture: pictureOf(context, member),
        locale: { country: 'US', language: 'en' },
      }
      const email = {
        email: `${member.username.toLowerCase()}@example.com`,
        email_verified: true,
      }
      return {
        status: 200,
        json: {
          sub: member.id,
          ...(scopes.includes('profile') ? profile : {}),
          ...(scopes.includes('email') ? email : {}),
        },
      }
    },
  }),
  plainEndpoint({
    method: 'GET',
    path: '/v2/me',
    operation: 'me',
    handle(call) {
      requireProfileScope(call, 'r_basicprofile', 'me.GET.NO_VERSION')
      const { member } = call
      return {
        status: 200,
        json: {
          id: member.id,
          localizedFirstName: member.firstName,
          localizedLastName: member.lastName,
          localizedHeadline: 'A member of the sandbox',
          vanityName: member.username.toLowerCase(),
          profilePicture: { displayImage: `urn:li:digitalmediaAsset:${member.id}` },
        },
      }
    },
  }),
  {
    method: 'GET',
    host: 'media.licdn.com',
    path: '/dms/avatar/:id',
    operation: 'avatar',
    handle(request, context) {
      const member = findMember(context, request.params['id'] ?? '')
      if (member === undefined) return { status: 404 }
      return letterAvatar(member.id, member.firstName)
    },
  },
]

function pictureOf(context: EmulatorContext, member: Member): string {
  return `${context.origin('media.licdn.com')}/dms/avatar/${member.id}`
}

function requireProfileScope(call: Call, scope: string, resource: string): void {
  if (call.scopes.includes(scope)) return
  throw accessDenied(`Not enough permissions to access: ${resource}`)
}
