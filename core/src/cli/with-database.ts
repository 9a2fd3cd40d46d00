import { openDatabase, type Database } from '../db/database.ts'
import { withDatabaseUrl } from './database-url.ts'

/** Runs a command on the configured database with connections of its own; see {@link withDatabaseUrl}. */
export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  await withDatabaseUrl(async (url) => {
    const database = openDatabase({ url, poolSize: 2, name: 'cli' })
    try {
      await work(database)
    } finally {
      await database.close()
    }
  })
}
