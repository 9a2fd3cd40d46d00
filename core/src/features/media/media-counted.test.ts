import { test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMedia, buildOrganization } from '../../../../test/support/factories.ts'
import { migrateDown, migrateUp, pendingMigrations } from '../../db/migrate.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { quotaOf } from '../quotas/quotas.service.ts'

test('what was in a library before bytes were counted is counted by the migration, and once', async (t) => {
  const database = await testDatabase(t)
  const [{ id: organizationId }, { id: empty }] = [
    await buildOrganization(database),
    await buildOrganization(database),
  ]
  await buildMedia(database, { organizationId, size: 3_000_000_000 })
  await buildMedia(database, { organizationId, size: 20, status: 'storing' })
  await buildMedia(database, { organizationId, size: 300, status: 'deleted' })
  await buildMedia(database, { organizationId, size: 0 })
  const used = (id: string) =>
    inOrganizations(database, [id], async (transaction) => {
      const quota = await quotaOf(transaction, id, 'mediaBytes')
      return quota.used
    })
  t.equal(await used(organizationId), 0)
  for (let round = 0; round < 2; round += 1) {
    while (!(await pendingMigrations(database.url)).includes('0014-media-quota')) {
      await migrateDown(database.url)
    }
    await migrateUp(database.url)
    t.equal(await used(organizationId), 3_000_000_020)
  }
  t.equal(await used(empty), 0)
})
