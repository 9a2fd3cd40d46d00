import { hostname } from 'node:os'
import { randomBytes } from 'node:crypto'
import { run, type CronItem, parseCronItems, type TaskList } from 'graphile-worker'
import type { Context } from './context.ts'
import { policies } from './app.ts'
import { sweepGenerations } from './features/ai/sweep-generations.ts'
import { collectAccountMetrics } from './features/analytics/collect-accounts.ts'
import { collectMetrics } from './features/analytics/collect.ts'
import { syncDue } from './features/billing/grace.ts'
import { tellCustomers } from './features/billing/tell-customers.ts'
import { reconcileBilling } from './features/billing/reconcile-billing.ts'
import { sealAudit } from './features/audit/audit-chain.ts'
import { startEngine, type Engine } from './features/publishing/engine.ts'
import { preflight } from './features/publishing/preflight.ts'
import { resolveProvisional } from './features/publishing/resolve.ts'
import type { EngineParts } from './features/publishing/run.ts'
import { removeOldRows } from './jobs/retention.ts'
import { queueLogger } from './jobs/queue-logger.ts'
import { superviseQueue } from './jobs/supervise-queue.ts'
import { endPlanGrants } from './features/grants/grants.service.ts'
import { eraseOrganizations } from './features/organizations/erase-organizations.ts'
import { makeExports } from './features/privacy/make-exports.ts'
import { erasePeople } from './features/privacy/erase-people.ts'
import { removeDeletedMedia } from './features/media/media.sweep.ts'
import { removeOrphans } from './features/media/orphans.ts'
import { mailNotifications } from './features/notifications/mail-notifications.ts'
import { sendDueMail } from './features/mail/mail.service.ts'
import { runImports } from './features/post-imports/run-imports.ts'
import { reconcileQuotas } from './features/quotas/reconcile-quotas.ts'
import { makeOccurrences } from './features/recurrences/make-occurrences.ts'
import { warnOfEndingConnections } from './features/social-accounts/expiry-warnings.ts'
import { syncAccounts } from './features/social-accounts/sync-sweep.ts'
import { refreshExpiringTokens } from './features/social-accounts/tokens.service.ts'
import { sendWeeklySummaries } from './features/weekly-summaries/send-weekly-summaries.ts'
import { processWebhooks } from './features/webhooks-in/process-webhooks.ts'
import { makeWebhookSender } from './features/webhooks-out/send-webhooks.ts'

/** The part of the process that works without being asked. */
export interface Worker {
  readonly engine: Engine
  stop(): Promise<void>
}

/**
 * THE JOB MAP: every task and every cron line, in view.
 *
 * The queue only rings. Each task looks for what is to be done in the tables, so that a job that vanishes
 * or runs twice changes nothing.
 */
function tasksOf(context: Context, engine: Engine, stop: AbortSignal): TaskList {
  const webhooks = makeWebhookSender(context, { stop })
  return {
    'publishing.ring': () => engine.wake(),
    'publishing.preflight': async () => void (await preflight(context)),
    'publishing.resolve': async () => void (await resolveProvisional(context)),
    'recurrences.make': async () => void (await makeOccurrences(context, policies)),
    'imports.run': async () => void (await runImports(context, policies, stop)),
    'metrics.collect': async () => void (await collectMetrics(context, stop)),
    'metrics.accounts': async () => void (await collectAccountMetrics(context, stop)),
    'mail.send': async () => void (await sendDueMail(context)),
    'notifications.mail': async () => void (await mailNotifications(context)),
    'summaries.send': async () => void (await sendWeeklySummaries(context)),
    'tokens.refresh': async () => void (await refreshExpiringTokens(context)),
    'accounts.sync': async () => void (await syncAccounts(context)),
    'accounts.warn': async () => void (await warnOfEndingConnections(context)),
    'webhooks.process': async () => void (await processWebhooks(context)),
    'webhooks.send': async () => void (await webhooks.send()),
    'media.remove': async () => void (await removeDeletedMedia(context)),
    'media.orphans': async () => void (await removeOrphans(context, { signal: stop })),
    'organizations.erase': async () => void (await eraseOrganizations(context)),
    'exports.make': async () => void (await makeExports(context)),
    'people.erase': async () => void (await erasePeople(context)),
    'audit.seal': async () => void (await sealAudit(context)),
    'ai.sweep': async () => void (await sweepGenerations(context)),
    'billing.sync': async () => void (await syncDue(context)),
    'billing.customers': async () => void (await tellCustomers(context)),
    'billing.reconcile': async () => {
      if (context.billing !== null) await reconcileBilling(context)
    },
    'grants.end': async () => void (await endPlanGrants(context)),
    'quotas.reconcile': async () => void (await reconcileQuotas(context)),
    'retention.remove': async () => void (await removeOldRows(context)),
  }
}

const cron: CronItem[] = [
  cronLine('publishing.preflight', '* * * * *'),
  cronLine('publishing.resolve', '* * * * *'),
  cronLine('recurrences.make', '* * * * *'),
  cronLine('imports.run', '* * * * *'),
  cronLine('metrics.collect', '* * * * *'),
  cronLine('metrics.accounts', '*/10 * * * *'),
  cronLine('mail.send', '* * * * *'),
  cronLine('notifications.mail', '* * * * *'),
  cronLine('summaries.send', '*/10 * * * *'),
  cronLine('tokens.refresh', '*/5 * * * *'),
  cronLine('accounts.sync', '* * * * *'),
  cronLine('accounts.warn', '7 * * * *'),
  cronLine('webhooks.process', '* * * * *'),
  cronLine('webhooks.send', '* * * * *'),
  cronLine('media.remove', '*/15 * * * *'),
  cronLine('media.orphans', '23 4 * * *'),
  cronLine('organizations.erase', '*/5 * * * *'),
  cronLine('exports.make', '* * * * *'),
  cronLine('people.erase', '*/5 * * * *'),
  cronLine('audit.seal', '* * * * *'),
  cronLine('ai.sweep', '* * * * *'),
  cronLine('billing.sync', '* * * * *'),
  cronLine('billing.customers', '*/5 * * * *'),
  cronLine('billing.reconcile', '11 2 * * *'),
  cronLine('grants.end', '* * * * *'),
  cronLine('quotas.reconcile', '41 3 * * *'),
  cronLine('retention.remove', '17 * * * *'),
]

/** Starts the engine and the queue. A database that is away is waited for, now and later. */
export function startWorker(
  context: Context,
  options: { readonly databaseUrl: string; readonly reach?: EngineParts['reach'] },
): Worker {
  const name = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`
  const engine = startEngine(context, {
    worker: name,
    ...(options.reach && { reach: options.reach }),
  })
  const stopping = new AbortController()
  const queue = superviseQueue(context.log, () =>
    run({
      connectionString: options.databaseUrl,
      concurrency: context.config.workerConcurrency,
      noHandleSignals: true,
      taskList: tasksOf(context, engine, stopping.signal),
      parsedCronItems: parseCronItems(cron),
      logger: queueLogger(context.log),
      preset: {
        // With the defaults a job that finishes during a clean shutdown stays locked for four hours
        // (reliability.md 0.2); a test keeps it so.
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0, pollInterval: 1_000 },
      },
    }),
  )
  return {
    engine,
    async stop() {
      stopping.abort()
      await Promise.all([queue.stop(), engine.stop()])
    },
  }
}

function cronLine(task: string, match: string): CronItem {
  return { task, match, identifier: task, options: { backfillPeriod: 0, maxAttempts: 5 } }
}
