// Billing and its provider never disagree: all 120 orders of five events of a subscription, each repeated, with forged ones
// between them and a worker killed in every turn. Prints one JSON line; the exit code is 1 unless everything held.
import { runOrders } from '../test/billing/orders.ts'
import { billingSite } from '../test/support/billing-site.ts'

const endings: (() => unknown)[] = []
const site = await billingSite({ teardown: (work) => endings.unshift(work) })
const figures = await runOrders(site)
for (const end of endings) await end()
console.log(JSON.stringify(figures))
const { orders, kills, divergent, forgedAccepted } = figures
process.exitCode = orders === 120 && kills === 5 && divergent + forgedAccepted === 0 ? 0 : 1
