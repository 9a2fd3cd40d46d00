import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { readUsage } from '../quotas/usage.service.ts'

const UsageQuery = Type.Object(
  {
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
  },
  { additionalProperties: false },
)

const UsageView = Type.Object({
  organizationId: Type.String({ format: 'uuid' }),
  subscriptionTier: Type.String({ examples: ['FREE'] }),
  usage: Type.Array(
    Type.Object({
      metric: Type.String({
        description:
          'What is counted. `members` are not counted in a personal organization, whose only member is its owner.',
        examples: ['posts'],
      }),
      used: Type.Integer({ description: 'May exceed the limit after a downgrade.' }),
      limit: Type.Integer({ description: 'How many the plan allows; bytes for `mediaBytes`.' }),
      periodStart: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description:
          'Since when it is counted: the first of the month, UTC, or of a paid plan the day on which its month began. `null` for what counts as long as it is there.',
      }),
      resetsAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description: 'When counting begins anew; `null` for what counts as long as it is there.',
      }),
    }),
  ),
})

/** What the plan allows, and how much of it is used. */
export async function usageRoutes(app: App): Promise<void> {
  app.get(
    '/users/me/usage',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readUsage',
        summary: 'Read what is used of a plan',
        description: 'Of one organization: for everything that its plan counts, used and limit.',
        tags: ['Users'],
        querystring: UsageQuery,
        response: { 200: dataOf(UsageView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const found = await readUsage(app.context, principal, request.query.organizationId)
      return {
        data: {
          organizationId: found.organizationId,
          subscriptionTier: found.tier,
          usage: found.usage.map(({ periodStart, resetsAt, ...each }) => ({
            ...each,
            periodStart: periodStart?.toISOString() ?? null,
            resetsAt: resetsAt?.toISOString() ?? null,
          })),
        },
      }
    },
  )
}
