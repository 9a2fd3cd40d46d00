import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { acceptInvitation } from './accept-invitation.service.ts'
import { presentInvitation } from './invitation.presenter.ts'
import {
  AcceptInvitationBody,
  InvitationParams,
  InvitationsQuery,
  InvitationView,
  InviteBody,
} from './invitations.schemas.ts'
import {
  invitationList,
  invite,
  listInvitations,
  withdrawInvitation,
} from './invitations.service.ts'
import { presentOrganization } from './organization.presenter.ts'
import { OrganizationParams, OrganizationView } from './organizations.schemas.ts'

const tags = ['Invitations']

/** How people come into an organization. */
export async function invitationsRoutes(app: App): Promise<void> {
  const { context } = app

  app.post(
    '/organizations/:id/members',
    {
      config: { permission: ['create', 'Invitation'] },
      schema: {
        operationId: 'inviteMember',
        summary: 'Invite somebody',
        description:
          'By mail, with a link that works once, for 7 days, for that address alone. Inviting the same address again replaces the older link.',
        tags,
        params: OrganizationParams,
        body: InviteBody,
        response: {
          201: dataOf(InvitationView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'EMAIL_NOT_VERIFIED',
            'QUOTA_EXCEEDED',
            'PERSONAL_ORGANIZATION',
            'ALREADY_MEMBER',
            'RATE_LIMIT_EXCEEDED',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const invitation = await invite(context, principalOf(request), id, request.body)
      return reply.code(201).send({ data: presentInvitation(invitation) })
    },
  )

  app.get(
    '/organizations/:id/invitations',
    {
      config: { permission: ['read', 'Invitation'] },
      schema: {
        operationId: 'listInvitations',
        summary: 'List open invitations',
        description: 'Those that can still be accepted, the newest first.',
        tags,
        params: OrganizationParams,
        querystring: InvitationsQuery,
        response: {
          200: pageOf(InvitationView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'INVALID_CURSOR'),
        },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.query }
      const rows = await listInvitations(context, principalOf(request), input)
      const { items, meta } = page(rows, {
        limit: input.limit,
        secret: context.config.urlSecret,
        list: invitationList(input.id),
      })
      return { data: items.map(presentInvitation), meta }
    },
  )

  app.delete(
    '/organizations/:id/invitations/:invitationId',
    {
      config: { permission: ['delete', 'Invitation'] },
      schema: {
        operationId: 'withdrawInvitation',
        summary: 'Withdraw an invitation',
        description: 'Its link works no more. One that was accepted is a member: remove it there.',
        tags,
        params: InvitationParams,
        response: {
          204: Type.Null({ description: 'It is withdrawn.' }),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN'),
        },
      },
    },
    async (request, reply) => {
      await withdrawInvitation(context, principalOf(request), request.params)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/invitations/accept',
    {
      config: { permission: 'self', strictLimit: true },
      schema: {
        operationId: 'acceptInvitation',
        summary: 'Accept an invitation',
        description:
          'With an account whose verified e-mail address is the one that was invited. Register first where there is none.',
        tags,
        body: AcceptInvitationBody,
        response: {
          200: dataOf(OrganizationView),
          ...errorsOf(
            'INVALID_TOKEN',
            'INVITATION_FOR_ANOTHER_ADDRESS',
            'EMAIL_NOT_VERIFIED',
            'QUOTA_EXCEEDED',
            'ALREADY_MEMBER',
          ),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const joined = await acceptInvitation(context, principal, request.body.token)
      await app.authenticator.forgetUser(principal.userId)
      return { data: presentOrganization(joined.organization, joined.role) }
    },
  )
}
