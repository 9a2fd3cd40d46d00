import type { TapTest } from '../test-connector.ts'
import type { MailCheck, MailConformanceOptions } from './mail.check.ts'
import { sendChecks } from './mail.send.ts'
import { webhookChecks } from './mail.webhook.ts'
import { observed } from './observed.ts'

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
        if (check.webhook === true && options.webhooks === undefined) {
          subtest.pass('not tried: nothing is told by webhook')
          return
        }
        await options.server.answers('takes')
        await observed(subtest, (expect) => check.run({ ...options, transport }, expect))
      })
    }
  } finally {
    await transport.close?.()
  }
}
