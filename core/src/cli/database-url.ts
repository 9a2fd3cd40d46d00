import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts'

/** Runs a command on the configured database, or on the embedded one, which is stopped afterwards. */
export async function withDatabaseUrl(work: (url: string) => Promise<void>): Promise<void> {
  const config = readConfig()
  if (config.databaseUrl !== undefined) {
    await work(config.databaseUrl)
    return
  }
  const embedded = await startEmbeddedPostgres({ folder: join(config.dataDir, 'postgres') })
  try {
    await work(embedded.url)
  } finally {
    await embedded.stop()
  }
}
