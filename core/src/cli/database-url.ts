import { join } from 'node:path'
import { readConfig } from '../config.ts'

/**
 * Runs a command on the configured database, or on the embedded one: beside the T21 that uses it, or started
 * for the command and stopped afterwards.
 */
export async function withDatabaseUrl(work: (url: string) => Promise<void>): Promise<void> {
  const config = readConfig()
  if (config.databaseUrl !== undefined) {
    await work(config.databaseUrl)
    return
  }
  const { startEmbeddedPostgres } = await import('../db/embedded-postgres.ts')
  const embedded = await startEmbeddedPostgres({
    folder: join(config.dataDir, 'postgres'),
    share: true,
  })
  try {
    await work(embedded.url)
  } finally {
    await embedded.stop()
  }
}
