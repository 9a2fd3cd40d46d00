import type { Config } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { checkNewest } from '../features/media/storage-check.ts'
import type { LoadedPlugins } from '../plugins/loader.ts'
import { providerOpener } from '../plugins/open-provider.ts'
import { openStorage } from '../storage/open-storage.ts'
import type { Finding } from './doctor.finding.ts'

/** Whether the storage is there, and in it the bytes of the newest media. */
export async function storageFindings(
  url: string,
  config: Config,
  plugins: LoadedPlugins,
): Promise<Finding[]> {
  if ((await pendingMigrations(url)).length > 0) return []
  const database = openDatabase({ url, poolSize: 2, name: 'doctor' })
  try {
    const storage = openStorage({ config, plugins, open: providerOpener(config.hostOverrides) })
    try {
      // A bucket that is not there has no list.
      await storage.list()
      const { looked, problems } = await checkNewest(storage, database.system)
      return [
        {
          ok: problems.length === 0,
          what: `storage (${storage.name}): ${problems.length} of the ${looked} newest objects are not there`,
          ...(problems.length > 0 && { remedy: 'Run: npm run t21 -- storage check' }),
        },
      ]
    } finally {
      await storage.close?.()
    }
  } catch (error) {
    return [
      {
        ok: false,
        what: `storage: ${(error as Error).message}`,
        remedy:
          'Media cannot be stored or read. Do T21_STORAGE and the settings of its plugin fit?',
      },
    ]
  } finally {
    await database.close()
  }
}
