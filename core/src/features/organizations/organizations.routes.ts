import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { deleteOrganization } from './delete-organization.service.ts'
import { presentOrganization } from './organization.presenter.ts'
import {
  CreateOrganizationBody,
  DeleteOrganizationBody,
  OrganizationParams,
  OrganizationsQuery,
  OrganizationView,
  UpdateOrganizationBody,
} from './organizations.schemas.ts'
import {
  createOrganization,
  getOrganization,
  listOrganizations,
  organizationList,
  roleIn,
  updateOrganization,
} from './organizations.service.ts'

const tags = ['Organizations']

/** The organizations that people work in. */
export async function organizationsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/organizations',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'listOrganizations',
        summary: 'List your organizations',
        description: 'Those that you belong to, the newest first; the personal one among them.',
        tags,
        querystring: OrganizationsQuery,
        response: { 200: pageOf(OrganizationView), ...errorsOf('INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listOrganizations(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: organizationList,
      })
      return {
        data: items.map((one) => presentOrganization(one, roleIn(principal, one.id))),
        meta,
      }
    },
  )

  app.post(
    '/organizations',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'createOrganization',
        summary: 'Create an organization',
        description: 'To work with others. You are its owner; it begins on the FREE plan.',
        tags,
        body: CreateOrganizationBody,
        response: {
          201: dataOf(OrganizationView),
          ...errorsOf('EMAIL_NOT_VERIFIED', 'QUOTA_EXCEEDED'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const organization = await createOrganization(context, principal, request.body)
      // The next request has to know that the caller belongs to it.
      await app.authenticator.forgetUser(principal.userId)
      return reply
        .code(201)
        .header('etag', etagOf(organization.version))
        .send({ data: presentOrganization(organization, 'OWNER') })
    },
  )

  app.get(
    '/organizations/:id',
    {
      config: { permission: ['read', 'Organization'] },
      schema: {
        operationId: 'getOrganization',
        summary: 'Get an organization',
        description: 'With your role in it, and the `version` that a change needs.',
        tags,
        params: OrganizationParams,
        response: { 200: dataOf(OrganizationView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const organization = await getOrganization(context, principal, request.params.id)
      return reply
        .header('etag', etagOf(organization.version))
        .send({ data: presentOrganization(organization, roleIn(principal, organization.id)) })
    },
  )

  app.patch(
    '/organizations/:id',
    {
      config: { permission: ['update', 'Organization'] },
      schema: {
        operationId: 'updateOrganization',
        summary: 'Change an organization',
        description: 'Needs the `version` that was read, so that nobody’s change is lost.',
        tags,
        params: OrganizationParams,
        body: UpdateOrganizationBody,
        response: {
          200: dataOf(OrganizationView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'VERSION_CONFLICT', 'PERSONAL_ORGANIZATION'),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const organization = await updateOrganization(context, principal, request.params.id, {
        ...body,
        version: versionOf(body.version, request.headers['if-match']),
      })
      return reply
        .header('etag', etagOf(organization.version))
        .send({ data: presentOrganization(organization, roleIn(principal, organization.id)) })
    },
  )

  app.delete(
    '/organizations/:id',
    {
      config: { permission: ['delete', 'Organization'] },
      schema: {
        operationId: 'deleteOrganization',
        summary: 'Delete an organization',
        description:
          'With its brands, accounts, posts and files, for everybody in it. What is scheduled is called off first; what was published stays on the networks. It cannot be undone, so its name has to be sent along.',
        tags,
        params: OrganizationParams,
        body: DeleteOrganizationBody,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'PERSONAL_ORGANIZATION', 'DELIVERY_IN_FLIGHT'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      await deleteOrganization(context, principal, request.params.id, request.body.name)
      await app.authenticator.forgetUser(principal.userId)
      return reply.code(204).send(null)
    },
  )
}
