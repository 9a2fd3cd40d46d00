import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import knex from 'knex'
import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { sealEverything } from '../../../test/support/audit.ts'

const main = join(import.meta.dirname, '../main.ts')

test('audit verify finds the organization whose log was changed past T21', async (t) => {
  const { context, database } = await testContext(t)
  const [one, other] = [await buildTenant(database), await buildTenant(database)]
  await sealEverything(context)
  const verify = async (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: database.url }
    return promisify(execFile)(process.execPath, [main, 'audit', 'verify', ...args], { env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
  }
  t.match(await verify(), { code: 0, stdout: /^2 of 2 chains are whole, [1-9]\d* entries/ })

  const owner = knex({ client: 'pg', connection: database.url })
  t.teardown(() => owner.destroy())
  await owner('audit_logs')
    .where({ organization_id: one.organization.id, resource: 'brand' })
    .update({ user_id: one.user.id })
  t.match(await verify(), {
    code: 1,
    stdout: /^1 of 2 chains/,
    stderr: new RegExp(`Organization ${one.organization.id}: broken at entry`),
  })
  t.match(await verify(other.organization.id), { code: 0, stdout: /^1 of 1/ })
  t.match(await verify('nonsense'), { code: 1 })
})
