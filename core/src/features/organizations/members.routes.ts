import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, givenVersion } from '../../http/version.ts'
import { presentMember } from './member.presenter.ts'
import {
  ChangeMemberBody,
  MemberParams,
  MembersQuery,
  MemberView,
  TransferOwnershipBody,
} from './members.schemas.ts'
import {
  changeMember,
  listMembers,
  memberList,
  removeMember,
  transferOwnership,
} from './members.service.ts'
import { OrganizationParams } from './organizations.schemas.ts'

const tags = ['Members']

/** Who belongs to an organization, and as what: below `/organizations/:id`. */
export async function membersRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/organizations/:id/members',
    {
      config: { permission: ['read', 'Member'] },
      schema: {
        operationId: 'listMembers',
        summary: 'List the members of an organization',
        description: 'Who joined first stands first.',
        tags,
        params: OrganizationParams,
        querystring: MembersQuery,
        response: { 200: pageOf(MemberView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.query }
      const rows = await listMembers(context, principalOf(request), input)
      const { items, meta } = page(rows, {
        limit: input.limit,
        secret: context.config.urlSecret,
        list: memberList(input.id),
      })
      return { data: items.map(presentMember), meta }
    },
  )

  app.patch(
    '/organizations/:id/members/:userId',
    {
      config: { permission: ['update', 'Member'] },
      schema: {
        operationId: 'changeMember',
        summary: 'Change the role of a member, or the brands',
        description:
          'Only owners make or unmake owners, and one of them has to stay. Whoever becomes an owner or admin works for all brands.',
        tags,
        params: MemberParams,
        body: ChangeMemberBody,
        response: {
          200: dataOf(MemberView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'PERSONAL_ORGANIZATION',
            'LAST_OWNER',
            'VERSION_CONFLICT',
          ),
        },
      },
    },
    async (request, reply) => {
      const { version, ...change } = request.body
      const given = givenVersion(version, request.headers['if-match'])
      const input = { ...request.params, ...change, ...(given !== undefined && { version: given }) }
      const member = await changeMember(context, principalOf(request), input)
      await app.authenticator.forgetUser(member.userId)
      void reply.header('etag', etagOf(member.version))
      return { data: presentMember(member) }
    },
  )

  app.delete(
    '/organizations/:id/members/:userId',
    {
      config: { permission: ['read', 'Member'] },
      schema: {
        operationId: 'removeMember',
        summary: 'Remove a member, or leave',
        description:
          'Admins remove others, and everybody may leave. What the person wrote stays with the organization.',
        tags,
        params: MemberParams,
        response: {
          204: Type.Null({ description: 'The person does not belong to it any more.' }),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'PERSONAL_ORGANIZATION', 'LAST_OWNER'),
        },
      },
    },
    async (request, reply) => {
      await removeMember(context, principalOf(request), request.params)
      await app.authenticator.forgetUser(request.params.userId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/organizations/:id/leave',
    {
      config: { permission: ['read', 'Member'] },
      schema: {
        operationId: 'leaveOrganization',
        summary: 'Leave an organization',
        description: 'The same as removing yourself from its members.',
        tags,
        params: OrganizationParams,
        response: {
          204: Type.Null({ description: 'You do not belong to it any more.' }),
          ...errorsOf('NOT_FOUND', 'PERSONAL_ORGANIZATION', 'LAST_OWNER'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { userId } = principal
      await removeMember(context, principal, { id: request.params.id, userId })
      await app.authenticator.forgetUser(userId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/organizations/:id/transfer-ownership',
    {
      config: { permission: ['update', 'Member'] },
      schema: {
        operationId: 'transferOwnership',
        summary: 'Hand an organization over',
        description: 'Another member becomes an owner, and you become an admin.',
        tags,
        params: OrganizationParams,
        body: TransferOwnershipBody,
        response: {
          200: dataOf(MemberView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'PERSONAL_ORGANIZATION'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const input = { ...request.params, ...request.body }
      const member = await transferOwnership(context, principal, input)
      await app.authenticator.forgetUser(member.userId)
      await app.authenticator.forgetUser(principal.userId)
      return { data: presentMember(member) }
    },
  )
}
