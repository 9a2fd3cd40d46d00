import { wordsOf } from '../check.ts'
import type { TapTest } from '../test-connector.ts'
import type { MailCheck, MailConformanceOptions } from './mail.check.ts'
import { sendChecks } from './mail.send.ts'
import { webhookChecks } from './mail.webhook.ts'
import { expectedOf } from './storage.expectations.ts'

const checks: readonly MailCheck[] = [...sendChecks, ...webhookChecks]

/**
 * Tests what delivers mail, each check a subtest of its name:
 *
 * ```ts
 * test('Resend keeps the contract', (t) => testMail(t, { open: () => provider.open(settings, host), server, … }))
 * ```
 */
export async function testMail(t: TapTest, options: MailConformanceOptions): Promise<void> {
  const transport = options.open()
  try {
    for (const check of checks) {
      await t.test(check.name, async (subtest) => {
        if (check.webhook === true && options.webhook === undefined) {
          subtest.pass('not tried: nothing is told by webhook')
          return
        }
        options.server.answers('takes')
        const expected = expectedOf()
        try {
          await check.run({ ...options, transport }, expected)
        } catch (error) {
          expected.findings.push(`The check could not go on: ${wordsOf(error)}`)
        }
        for (const finding of expected.findings) subtest.fail(finding)
        if (expected.findings.length === 0) subtest.pass(`${expected.looked()} observations`)
      })
    }
  } finally {
    await transport.close?.()
  }
}
