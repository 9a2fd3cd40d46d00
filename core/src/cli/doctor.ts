import { readConfig } from '../config.ts'
import { keyRing, type KeyRing } from '../crypto/key-ring.ts'
import { readKeyUsage } from '../crypto/key-usage.ts'
import { openDatabase } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { punctuality } from '../features/publishing/punctuality.ts'
import { loadPlugins } from '../plugins/loader.ts'
import { withDatabaseUrl } from './database-url.ts'
import type { Finding } from './doctor.finding.ts'
import { keyFindings } from './doctor.keys.ts'
import { providerFindings } from './doctor.providers.ts'
import { storageFindings } from './doctor.storage.ts'
import { versionFindings } from './doctor.versions.ts'
import { rootDirectory } from './root-directory.ts'

/** Looks at everything, without starting anything but the embedded database. @throws ConfigError */
export async function examine(): Promise<Finding[]> {
  const config = readConfig()
  const findings: Finding[] = [{ ok: true, what: `configuration (${config.environment})` }]
  const log = { warn: () => undefined }
  const plugins = await loadPlugins({ rootDirectory: rootDirectory(), config, log })
  for (const { id, version, status } of plugins.records) {
    findings.push({
      // Without credentials it is no fault: nobody has asked for that network.
      ok: status.state !== 'failed',
      what: `plugin ${id} ${version}: ${status.state}`,
      ...(status.state === 'unconfigured' && { remedy: `Set ${status.missing.join(', ')}.` }),
      ...(status.state === 'failed' && { remedy: `${status.stage}: ${status.cause}` }),
    })
  }
  findings.push(...versionFindings(plugins, new Date()))
  findings.push(...providerFindings(config, plugins))
  try {
    await withDatabaseUrl(async (url) => {
      findings.push(...(await lookAtDatabase(url, keyRing(config.encryptionKeys))))
      findings.push(...(await storageFindings(url, config, plugins)))
    })
  } catch (error) {
    findings.push({
      ok: false,
      what: `database: ${(error as Error).message}`,
      remedy: 'Nothing works without it. Does it run, and does DATABASE_URL lead to it?',
    })
  }
  return findings
}

async function lookAtDatabase(url: string, ring: KeyRing): Promise<Finding[]> {
  const pending = await pendingMigrations(url)
  if (pending.length > 0) {
    return [
      {
        ok: false,
        what: `database: ${pending.length} migrations pending`,
        remedy: 'Run: npm run t21 -- migrate',
      },
    ]
  }
  const database = openDatabase({ url, poolSize: 2, name: 'doctor' })
  try {
    const { rows } = await database.system.raw<{
      rows: { workers: number; overdue: number; attention: number; mails: number }[]
    }>(`select
      (select count(*)::int from workers where beat_at > clock_timestamp() - interval '1 minute') as workers,
      (select count(*)::int from social_posts where state in ('scheduled', 'retry_wait')
        and next_at < clock_timestamp() - interval '1 minute') as overdue,
      (select count(*)::int from social_posts where state = 'needs_attention') as attention,
      (select count(*)::int from mail_messages where next_at < clock_timestamp() - interval '5 minutes') as mails`)
    const { workers = 0, overdue = 0, attention = 0, mails = 0 } = rows[0] ?? {}
    const { count, p50Ms, p99Ms } = await punctuality(database.system)
    return [
      { ok: true, what: 'database: up to date' },
      {
        ok: workers > 0,
        what: `workers: ${workers} alive`,
        ...(workers === 0 && { remedy: 'Nothing is published. Start one: npm run t21 -- worker' }),
      },
      {
        ok: overdue === 0,
        what: `deliveries overdue by more than a minute: ${overdue}`,
        ...(overdue > 0 && {
          remedy: 'Emergency stops, paused accounts or too few workers hold them.',
        }),
      },
      { ok: true, what: `deliveries that wait for a person: ${attention}` },
      {
        ok: p99Ms === null || p99Ms < 10_000,
        what: `punctuality of the last hour: ${count} publications, p50 ${inMs(p50Ms)}, p99 ${inMs(p99Ms)}`,
      },
      {
        ok: mails === 0,
        what: `mails that wait for more than five minutes: ${mails}`,
        ...(mails > 0 && { remedy: 'No mail transport is configured, or it refuses them.' }),
      },
      ...keyFindings(ring, await readKeyUsage(database.system)),
    ]
  } finally {
    await database.close()
  }
}

function inMs(value: number | null): string {
  return value === null ? '–' : `${Math.round(value)} ms`
}
