import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import {
  buildDelivery,
  buildMember,
  buildOrganization,
  buildTenant,
} from '../../../test/support/factories.ts'
import { eraseOrganizations } from '../features/organizations/erase-organizations.ts'
import { erasePeople } from '../features/privacy/erase-people.ts'

const main = join(import.meta.dirname, '../main.ts')

test('who was deleted after a backup that is restored is deleted again by the ids of the log, and nobody else', async (t) => {
  const { context, database } = await testContext(t)
  const { system } = database
  const [ada, bob] = [await buildTenant(database), await buildTenant(database)]
  const delivery = await buildDelivery(database, { organizationId: ada.organization.id })
  const team = await buildOrganization(database, { ownerId: bob.user.id, personal: false })
  const owned = await buildOrganization(database, { ownerId: bob.user.id, personal: false })
  await buildMember(database, { organizationId: owned.id, userId: ada.user.id, role: 'MEMBER' })
  const remove = async (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: database.url }
    return promisify(execFile)(process.execPath, [main, 'delete', ...args], { env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
  }

  const gone = randomUUID()
  t.match(await remove('user', ada.user.id, gone), {
    code: 0,
    stdout: new RegExp(`${ada.user.id}: deleted\\n${gone}: is not there`),
  })
  t.match(await remove('organization', team.id), { code: 0, stdout: /: deleted/ })
  t.match(await remove('user', ada.user.id), { code: 0, stdout: /deleted already/ }, 'once more')
  t.match(await system('social_posts').where({ id: delivery.id }), [{ state: 'canceled' }])

  t.match(await remove('user', bob.user.id), { code: 0 }, 'nobody else is in what is his')
  t.match(await remove('organization', bob.organization.id), { code: 0, stdout: /not there/ })
  t.match(await remove('brand', bob.brand.id), { code: 1 })
  t.match(await remove('user', 'nonsense'), { code: 1 })

  await eraseOrganizations(context)
  await erasePeople(context)
  t.same(await system('organizations').pluck('status'), [])
})

test('an owner whose members would be left alone is not deleted, nor is a personal organization without its person', async (t) => {
  const { database } = await testContext(t)
  const [ada, bob] = [await buildTenant(database), await buildTenant(database)]
  const team = await buildOrganization(database, { ownerId: ada.user.id, personal: false })
  await buildMember(database, { organizationId: team.id, userId: bob.user.id, role: 'MEMBER' })
  const env = { ...process.env, DATABASE_URL: database.url }
  for (const [kind, id, why] of [
    ['user', ada.user.id, /owner/],
    ['organization', ada.organization.id, /personal/i],
  ] as const) {
    const failed = promisify(execFile)(process.execPath, [main, 'delete', kind, id], { env })
    await t.rejects(failed, { code: 1, stderr: why })
  }
  const active = await database.system('organizations').where({ status: 'active' })
  t.equal(active.length, 3)
})
