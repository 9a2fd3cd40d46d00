import { randomBytes } from 'node:crypto'
import type { TapTest } from '../test-connector.ts'
import { beginChecks } from './login.begin.ts'
import type { LoginCheck, LoginConformanceOptions } from './login.check.ts'
import { finishChecks } from './login.finish.ts'
import { observed } from './observed.ts'

const checks: readonly LoginCheck[] = [...beginChecks, ...finishChecks]

/**
 * Tests what says who somebody is, each check a subtest of its name:
 *
 * ```ts
 * test('Google keeps the contract', (t) => testLogin(t, { open: () => provider.open(settings, host), approve, … }))
 * ```
 */
export async function testLogin(t: TapTest, options: LoginConformanceOptions): Promise<void> {
  const login = options.open()
  const attempt = () => ({
    redirectUri: 'https://t21.example/v1/auth/oauth/lab/callback',
    state: random(),
    nonce: random(),
    codeVerifier: random(),
  })
  for (const check of checks) {
    await t.test(check.name, (subtest) =>
      observed(subtest, (expect) => check.run({ ...options, login, attempt }, expect)),
    )
  }
}

function random(): string {
  return randomBytes(32).toString('base64url')
}
