import tap, { test } from 'tap'
import { buildApp } from '../../core/src/app.ts'
import { inOrganizations } from '../../core/src/db/tenancy.ts'
import { planLimits } from '../../core/src/features/quotas/plan-limits.ts'
import { consumeQuota } from '../../core/src/features/quotas/quotas.service.ts'
import { testDatabase } from '../support/database.ts'
import { controlsRoutes } from './controls.routes.ts'
import { sendAtOnce } from './crowd.ts'
import { kinds } from './kinds.ts'
import { ledgerOf, madeBy, standing } from './rounds.ts'
import { serverContext } from './server.context.ts'
import { makeTenant } from './tenants.ts'
import { unlimited } from './variables.ts'

const database = await testDatabase(tap)
const url = await startServer()

for (const kind of kinds) {
  const { metric } = kind
  test(`a downgrade takes no ${metric} away and lets none come, until there is room again`, async (t) => {
    const limit = planLimits.FREE[metric]
    const [tenant, other] = [
      await makeTenant(database, 'BUSINESS'),
      await makeTenant(database, 'FREE'),
    ]
    const { organizationId } = tenant
    const send = async (count: number, who = tenant) =>
      sendAtOnce(await kind.requests(database, who, [url], count))
    // Of bytes nobody makes as many: most of them are counted without being there.
    if (metric === 'mediaBytes') {
      await inOrganizations(database, [organizationId], (transaction) =>
        consumeQuota(transaction, {
          organizationId,
          metric,
          subjectId: organizationId,
          amount: limit,
        }),
      )
    }
    const made = await send(metric === 'mediaBytes' ? 1 : limit + 1)
    t.ok(made.every(kind.isMade))
    const before = await standing(database, tenant, kind)
    const rows = await madeBy(database, tenant, kind)
    t.ok(before.used > limit)

    await setPlan(organizationId, 'FREE')
    const refused = await send(2)
    t.ok(refused.every(kind.isRefused), JSON.stringify(refused))
    t.same(await standing(database, tenant, kind), { used: before.used, limit })
    t.equal(await madeBy(database, tenant, kind), rows, 'everything is still there')
    t.equal(await ledgerOf(database, tenant, kind), before.used)
    t.ok((await send(1, other)).every(kind.isMade), 'somebody else’s plan is not concerned')

    await setPlan(organizationId, 'PRO')
    t.ok((await send(1)).every(kind.isMade))
    t.ok((await madeBy(database, tenant, kind)) > rows)
  })
}

async function setPlan(id: string, tier: string): Promise<void> {
  await database.system('organizations').where({ id }).update({ subscription_tier: tier })
}

async function startServer(): Promise<string> {
  const context = serverContext(
    {
      databaseUrl: database.url,
      dataDir: tap.testdir(),
      name: 'downgrade',
      variables: unlimited,
      servers: {},
    },
    'shared',
  )
  const app = await buildApp(context, { passwordCost: 4 })
  await app.register(controlsRoutes)
  tap.teardown(async () => {
    await app.close()
    await context.connectorHttp.close()
    await context.database.close()
  })
  return app.listen({ host: '127.0.0.1', port: 0 })
}
