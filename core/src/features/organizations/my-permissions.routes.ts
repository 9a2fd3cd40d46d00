import { subject as asSubject } from '@casl/ability'
import { Type } from 'typebox'
import { organizationOf, principalOf, type Principal } from '../../authz/principal.ts'
import { actions, subjects } from '../../authz/vocabulary.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { RoleName } from './members.schemas.ts'
import { roleIn } from './organizations.service.ts'

const PermissionsQuery = Type.Object(
  {
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
  },
  { additionalProperties: false },
)

const PermissionsView = Type.Object({
  organizationId: Type.String({ format: 'uuid' }),
  role: RoleName,
  can: Type.Record(Type.String(), Type.Array(Type.String()), {
    description: 'For each kind of thing what may be done to it; what is not named may not.',
    examples: [{ Post: ['read', 'create'], Brand: ['read'] }],
  }),
})

/** What a front end may show to somebody. */
export async function myPermissionsRoutes(app: App): Promise<void> {
  app.get(
    '/me/permissions',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readMyPermissions',
        summary: 'Read what you may do in an organization',
        description: 'By the same rules that decide each request.',
        tags: ['Users'],
        querystring: PermissionsQuery,
        response: { 200: dataOf(PermissionsView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const organizationId = organizationOf(principal, request.query.organizationId)
      return {
        data: {
          organizationId,
          role: roleIn(principal, organizationId),
          can: permissionsIn(principal, organizationId),
        },
      }
    },
  )
}

function permissionsIn(principal: Principal, organizationId: string): Record<string, string[]> {
  return Object.fromEntries(
    subjects.map((subject) => [
      subject,
      actions.filter((action) =>
        principal.ability.can(action, asSubject(subject, { organizationId })),
      ),
    ]),
  )
}
