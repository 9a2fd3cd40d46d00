import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { inOrganizations } from '../../core/src/db/tenancy.ts'
import type { App } from '../../core/src/http/app-instance.ts'

const Body = Type.Object({ organizationId: Type.String() }, { additionalProperties: false })

/** The control: looks whether a credit is left, asks the model, and then counts, as one would write it first. */
export async function naiveRoutes(app: App): Promise<void> {
  const { database } = app.context

  app.post(
    '/test/generate',
    {
      config: { permission: 'public', idempotent: false },
      schema: { operationId: 'generateNaively', tags: ['AI'], body: Body },
    },
    async (request, reply) => {
      const { organizationId } = request.body
      const own = { organization_id: organizationId }
      const made = await inOrganizations(database, [organizationId], (transaction) =>
        transaction('ai_generations').where(own),
      )
      if (made.length >= 10) return reply.code(403).send({})
      await sleep(50)
      await inOrganizations(database, [organizationId], (transaction) =>
        transaction('ai_generations').insert({
          ...own,
          task: 'content',
          template: 'content@1',
          state: 'done',
          credits_reserved: 1,
          credits_used: 1,
          reserved_until: new Date(),
          settled_at: new Date(),
        }),
      )
      return reply.code(200).send({})
    },
  )
}
