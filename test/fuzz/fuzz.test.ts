import { breakRoutes } from './broken-routes.ts'
import { test } from 'tap'
import { contracts } from './contract.ts'
import { runFuzz } from './run.ts'
import { openStage } from './stage.ts'

/** For each operation; `npm run test:fuzz` asks 200. */
const cases = 3

test('every operation keeps what the document promises, whatever it is asked', async (t) => {
  const stage = await openStage(t)
  const report = await runFuzz(stage, { seed: 21, cases })
  t.equal(report.operations, contracts.length)
  t.equal(report.cases, contracts.length * cases)
  t.same(report.findings, [])
})

/** What is wrong about a route of `broken-routes.ts`, and the check that has to find it. */
const broken: readonly (readonly [operation: string, check: string])[] = [
  ['getLiveness', 'status_code_conformance'],
  ['listSessions', 'not_a_server_error'],
  ['listBrands', 'response_schema_conformance'],
  ['readMe', 'content_type_conformance'],
  ['listNotifications', 'response_headers_conformance'],
  ['getBrand', 'error_conformance'],
  ['forgotPassword', 'negative_data_rejection'],
  ['listTemplates', 'positive_data_acceptance'],
  ['readUsage', 'ignored_auth'],
]

test('control: each kind of mistake is found by its check, and what is right is not', async (t) => {
  const stage = await openStage(t, breakRoutes)
  for (const [operation, check] of [...broken, ['listPlatforms', undefined] as const]) {
    // Who asks is changed rarely.
    const often = check === 'ignored_auth' ? 60 : 20
    const { findings } = await runFuzz(stage, { seed: 21, cases: often, operation })
    const found = [...new Set(findings.map((finding) => finding.check))]
    t.same(found, check === undefined ? [] : [check], operation)
  }
})
