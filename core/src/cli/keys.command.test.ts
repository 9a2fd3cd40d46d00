import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { testContext } from '../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../test/support/connected-account.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { keyRing } from '../crypto/key-ring.ts'
import type { KeyUsage } from '../crypto/key-usage.ts'
import { keyFindings } from './doctor.keys.ts'
import { resealingReport } from './keys.report.ts'

const main = join(import.meta.dirname, '../main.ts')
const [k1, k2] = [`k1:${'1'.repeat(64)}`, `k2:${'2'.repeat(64)}`]

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

test('keys rotate says what it did and which key may go; without a key that is in use it changes nothing', async (t) => {
  const { context, database } = await testContext(t, { variables: { ENCRYPTION_KEYS: k1 } })
  for (const accessToken of ['secret one', 'secret two']) {
    const { brand } = await buildTenant(database)
    const { organizationId, id: brandId } = brand
    const tokens = { accessToken, refreshToken: 'secret' }
    await buildConnectedAccount(context, tokens, { organizationId, brandId })
  }
  const stored = await database.system('social_accounts')
  const t21 = (keys: string, ...args: string[]): Promise<Result> =>
    run(['keys', 'rotate', ...args], { DATABASE_URL: database.url, ENCRYPTION_KEYS: keys })

  t.match(await t21(k2), {
    code: 1,
    stderr:
      /lacks a key that is in use: "k1" seals social_accounts.access_token 2, social_accounts.refresh_token 2\. .*Nothing was changed/,
  })
  t.match(await t21(`${k2},${k1}`, '--dry-run'), {
    code: 0,
    stdout:
      /^4 values would be re-encrypted with the key "k2"[^]*"k1" has to stay: it still seals 4/,
  })
  t.same(await database.system('social_accounts'), stored, 'nothing was changed so far')

  const rotated = await t21(`${k2},${k1}`)
  t.match(rotated, {
    code: 0,
    stdout:
      /^4 values re-encrypted[^]*"k2" 4 \(social_accounts.access_token 2,[^]*"k1" 0\n[^]*"k1" may be removed/,
    stderr: '',
  })
  t.notMatch(rotated.stdout, /secret|2222/)
  t.match(await t21(k2), { code: 0, stdout: /^0 values re-encrypted/ })
})

test('its help says that it may be stopped, and what its exit codes mean', async (t) => {
  const { code, stdout } = await run(['keys', 'rotate', '--help'], {})
  t.equal(code, 0)
  t.match(stdout, /--dry-run[^]*Ctrl-C[^]*Exit code 0/)
})

test('the report: stopped, unreadable, and changed by a process with an old key in front', (t) => {
  const ring = keyRing(`${k2},${k1}`)
  const column = { table: 'social_accounts', column: 'access_token' } as const
  const place = { ...column, rowId: 'row-1', organizationId: 'organization-1' }
  const usage: KeyUsage[] = [
    { column, keyId: 'k1', count: 1 },
    { column, keyId: 'k2', count: 5 },
  ]
  const report = (resealing: object): ReturnType<typeof resealingReport> =>
    resealingReport(
      ring,
      { resealed: 5, unreadable: [], stopped: false, ...resealing },
      usage,
      false,
    )

  t.match(report({ stopped: true }), { exitCode: 130, lines: [/^5/, /Run it again to go on/] })
  t.match(report({}), { exitCode: 1 })
  t.match(report({}).lines.join('\n'), /still writes with an older key/)
  const unreadable = report({ unreadable: [place] })
  t.equal(unreadable.exitCode, 1)
  t.match(
    unreadable.lines.join('\n'),
    /access_token of row-1[^]*"k1" has to stay: it still seals 1/,
  )
  t.notMatch(unreadable.lines.join('\n'), /still writes/)
  t.end()
})

test('doctor tells of values under old keys, and is red for those whose key is gone', (t) => {
  const column = { table: 'social_accounts', column: 'access_token' } as const
  const usage: KeyUsage[] = [
    { column, keyId: 'k1', count: 3 },
    { column, keyId: 'k2', count: 5 },
  ]
  t.match(keyFindings(keyRing(`${k2},${k1}`), usage), [
    { ok: true, what: /5 values sealed with "k2", 3 with older ones/, remedy: /"k1".*keys rotate/ },
  ])
  t.match(keyFindings(keyRing(k2), usage), [
    { ok: false, what: /access_token 3 sealed with "k1", which is not in ENCRYPTION_KEYS/ },
    { ok: true, what: /0 with older ones/, remedy: undefined },
  ])
  t.match(keyFindings(keyRing(k2), [{ column, keyId: null, count: 1 }]), [
    { ok: false, what: /not sealed with any key/ },
    { ok: true },
  ])
  t.end()
})

async function run(args: readonly string[], variables: Record<string, string>): Promise<Result> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...variables,
  }
  return promisify(execFile)(process.execPath, [main, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Result) => error,
  )
}
