import { pino } from 'pino'
import { readConfig, type Config } from '../config.ts'
import { chosenBilling, openBilling } from '../features/billing/open-billing.ts'
import { reconcileBilling, type BillingRepair } from '../features/billing/reconcile-billing.ts'
import { sandboxOverrides } from '../plugins/host-overrides.ts'
import { loadPlugins } from '../plugins/loader.ts'
import { providerOpener } from '../plugins/open-provider.ts'
import { progressLine } from './progress-line.ts'
import { rootDirectory } from './root-directory.ts'
import { runningSandbox } from './running-sandbox.ts'
import { abortOnSignal } from './until-signal.ts'
import { withDatabase } from './with-database.ts'

/** Compares, prints a line for each difference, and sets the exit code. @throws ApiError BILLING_NOT_CONFIGURED */
export async function reconcile(dryRun: boolean): Promise<void> {
  const signal = abortOnSignal()
  const config = readConfig()
  const billing = await openChosenBilling(config)
  const progress = progressLine()
  // What it would log is printed.
  const log = pino({ level: 'silent' })
  try {
    await withDatabase(async (database) => {
      const context = { billing, config, database, log }
      const found = await reconcileBilling(context, {
        dryRun,
        signal,
        onProgress: ({ compared, of }) => progress.show(`${compared} of ${of} compared`),
        onRepair: (repair) => console.log(lineOf(repair)),
        onUnknown: (customerId) =>
          console.log(`Customer ${customerId} has a subscription there and is none of T21's.`),
        onFailure: (id, error) =>
          console.log(`Organization ${id} could not be compared: ${error.message}`),
      })
      const { compared, repairs, unknown, failed } = found
      console.log(
        `${compared} compared, ${repairs.length} ${dryRun ? 'would be repaired' : 'repaired'}, ${unknown.length} unknown, ${failed.length} could not be compared.`,
      )
      if (failed.length > 0 || (dryRun && repairs.length > 0)) process.exitCode = 1
    })
  } catch (error) {
    if (!signal.aborted) throw error
    console.log('Stopped. What is repaired stays repaired; run it again to go on.')
    process.exitCode = 130
  } finally {
    progress.end()
  }
}

async function openChosenBilling(config: Config) {
  const log = { warn: () => undefined }
  const plugins = await loadPlugins({ rootDirectory: rootDirectory(), config, log })
  const sandboxed = chosenBilling({ config, plugins })?.sandboxed === true
  const stands = sandboxed
    ? sandboxOverrides(await runningSandbox(config), plugins.sandboxedHosts)
    : []
  const open = providerOpener(new Map([...stands, ...config.hostOverrides]))
  return openBilling({ config, plugins, open }).billing
}

function lineOf({ organizationId, customerId, changes }: BillingRepair): string {
  const words = Object.entries(changes).map(
    ([field, [before, after]]) => `${field} ${String(before)} → ${String(after)}`,
  )
  return `Organization ${organizationId} (${customerId}): ${words.join(', ')}`
}
