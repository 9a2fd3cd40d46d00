import { test } from 'tap'
import { runCommand } from '../../../test/support/command-line.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { makeProgram } from './program.ts'

test('quotas reconcile says what it mends; with --dry-run nothing is mended, and the exit code says that it should be', async (t) => {
  const database = await testDatabase(t)
  const { organization } = await buildTenant(database)
  const reconcile = (...args: string[]) =>
    runCommand(t, makeProgram(), ['quotas', 'reconcile', ...args], {
      ...process.env,
      DATABASE_URL: database.url,
    })
  const line = `Organization ${organization.id}, brands: 0 → 1 (1 not counted, 0 not there)\n`
  t.match(await reconcile('--dry-run'), { code: 1, stdout: `${line}1 would be mended.\n` })
  t.match(await reconcile(), { code: 0, stdout: `${line}1 mended.\n` })
  t.match(await reconcile(), { code: 0, stdout: 'Every counter agrees with what is there.\n' })
})
