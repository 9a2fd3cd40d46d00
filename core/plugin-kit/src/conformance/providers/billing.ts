import type { TapTest } from '../test-connector.ts'
import { openBillingBench } from './billing.bench.ts'
import { billChecks } from './billing.bills.ts'
import type { BillingCheck, BillingConformanceOptions } from './billing.check.ts'
import { checkoutChecks } from './billing.checkout.ts'
import { customerChecks } from './billing.customers.ts'
import { endingChecks } from './billing.ending.ts'
import { faultChecks } from './billing.faults.ts'
import { planChecks } from './billing.plans.ts'
import { webhookChecks } from './billing.webhooks.ts'
import { observed } from './observed.ts'

/** Every promise of the contract of a provider of billing, in the order in which it is tried. */
export const billingChecks: readonly BillingCheck[] = [
  ...customerChecks,
  ...checkoutChecks,
  ...planChecks,
  ...endingChecks,
  ...billChecks,
  ...webhookChecks,
  ...faultChecks,
]

/**
 * Tests a provider of billing against a server, each check a subtest of its name. Everything that it makes stays there.
 *
 * ```ts
 * test('Stripe keeps the contract', (t) => testBilling(t, { provider, settings, host, plans: ['PRO', 'BUSINESS'], … }))
 * ```
 */
export async function testBilling(t: TapTest, options: BillingConformanceOptions): Promise<void> {
  for (const check of billingChecks) {
    await t.test(check.name, async (subtest) => {
      if (check.needs !== undefined && options[check.needs] === undefined) {
        subtest.pass(`not tried: the test has no "${check.needs}"`)
        return
      }
      await observed(subtest, (expect) => check.run(openBillingBench(options, expect)))
    })
  }
}
