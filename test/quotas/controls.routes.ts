import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { inOrganizations } from '../../core/src/db/tenancy.ts'
import { consumeQuota } from '../../core/src/features/quotas/quotas.service.ts'
import type { App } from '../../core/src/http/app-instance.ts'

const Body = Type.Object({ organizationId: Type.String() }, { additionalProperties: false })
const options = (operationId: string) => ({
  config: { permission: 'public' as const, idempotent: false },
  schema: { operationId, tags: ['System'], body: Body },
})

/** What only these tests may ask: AI credits, which no route of T21 uses yet, and what one would write first. */
export async function controlsRoutes(app: App): Promise<void> {
  const { database } = app.context

  app.post('/test/ai-credits', options('useAiCredit'), async (request, reply) => {
    const { organizationId } = request.body
    await inOrganizations(database, [organizationId], (transaction) =>
      consumeQuota(transaction, { organizationId, metric: 'aiCredits', subjectId: randomUUID() }),
    )
    return reply.code(201).send({ data: {} })
  })

  // Counts, and then inserts, as the specification does (design.md 9).
  app.post('/test/count-then-insert', options('countThenInsert'), async (request, reply) => {
    const { organizationId } = request.body
    const row = { organization_id: organizationId, metric: 'naive' }
    const room = await inOrganizations(database, [organizationId], async (transaction) => {
      const rows = await transaction('quota_movements').where(row)
      if (rows.length >= 30) return false
      await sleep(100)
      const movement = { kind: 'used', period: 'total', amount: 1, subject_id: randomUUID() }
      await transaction('quota_movements').insert({ ...row, ...movement })
      return true
    })
    return reply.code(room ? 201 : 403).send({ data: {} })
  })

  // Counts in one transaction, and makes the thing in another.
  app.post('/test/count-apart', options('countApart'), async (request, reply) => {
    const { organizationId } = request.body
    await inOrganizations(database, [organizationId], (transaction) =>
      consumeQuota(transaction, { organizationId, metric: 'brands', subjectId: randomUUID() }),
    )
    await sleep(120_000)
    await inOrganizations(database, [organizationId], async (transaction) =>
      transaction('brands').insert({ organization_id: organizationId, name: 'Apart' }),
    )
    return reply.code(201).send({ data: {} })
  })
}
