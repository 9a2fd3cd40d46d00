import type { Storage } from '@t21/plugin-kit'
import { pino } from 'pino'
import { readConfig, type Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { findOrphans, removeOrphans } from '../features/media/orphans.ts'
import { checkStorage } from '../features/media/storage-check.ts'
import { copyStorage } from '../features/media/storage-copy.ts'
import { loadPlugins, type LoadedPlugins } from '../plugins/loader.ts'
import { providerOpener } from '../plugins/open-provider.ts'
import { openStorage } from '../storage/open-storage.ts'
import { progressLine } from './progress-line.ts'
import { rootDirectory } from './root-directory.ts'
import { abortOnSignal } from './until-signal.ts'
import { withDatabase } from './with-database.ts'

/** What a command of storages works with. */
interface Work {
  readonly config: Config
  readonly database: Database
  readonly signal: AbortSignal
  /** @throws Error for a storage that is not there */
  open(id: string): Storage
}

/** Copies, tells how far it is, and sets the exit code. @throws Error for the same storage twice */
export async function copy(options: {
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
}): Promise<void> {
  const { from, to, dryRun } = options
  if (from === to) throw new Error('--from and --to name the same storage.')
  await withStorages(async ({ database: { system }, signal, open }) => {
    const progress = progressLine()
    const done = await copyStorage({
      from: open(from),
      to: open(to),
      system,
      dryRun,
      signal,
      onProgress: ({ copied, bytes, there }) =>
        progress.show(`${copied} copied (${mebibytes(bytes)}), ${there} there already`),
    }).finally(() => progress.end())
    for (const problem of done.problems) console.log(problem)
    const { copied, bytes, there, orphans, problems } = done
    console.log(
      `${copied} ${dryRun ? 'would be copied' : 'copied'} (${mebibytes(bytes)}), ${there} there already, ${problems.length} not copied.`,
    )
    if (orphans > 0) console.log(`${orphans} objects that no row names were left where they are.`)
    if (problems.length > 0) process.exitCode = 1
  })
}

/** Looks whether everything is there, and sets the exit code. */
export async function check(options: {
  readonly storage?: string
  readonly bytes?: boolean
}): Promise<void> {
  await withStorages(async ({ config, database: { system }, signal, open }) => {
    const progress = progressLine()
    const { looked, problems } = await checkStorage({
      storage: open(options.storage ?? config.storageProvider),
      system,
      signal,
      bytes: options.bytes === true,
      onProgress: (count) => progress.show(`${count} looked at`),
    }).finally(() => progress.end())
    for (const problem of problems) console.log(problem)
    console.log(`${looked} looked at, ${problems.length} not as they should be.`)
    if (problems.length > 0) process.exitCode = 1
  })
}

/** Finds or removes what no row names, and sets the exit code. */
export async function orphans(remove: boolean): Promise<void> {
  await withStorages(async ({ config, database, signal, open }) => {
    const storage = open(config.storageProvider)
    if (remove) {
      // What it would log is printed.
      const log = pino({ level: 'silent' })
      const removed = await removeOrphans({ database, storage, log }, { signal, sure: true })
      console.log(`${removed} removed.`)
      return
    }
    const { looked, keys, bytes } = await findOrphans({ database, storage }, { signal })
    for (const key of keys) console.log(key)
    console.log(`${keys.length} of ${looked} objects (${mebibytes(bytes)}) are named by no row.`)
    if (keys.length > 0) process.exitCode = 1
  })
}

async function withStorages(work: (parts: Work) => Promise<void>): Promise<void> {
  const signal = abortOnSignal()
  const config = readConfig()
  const log = { warn: () => undefined }
  const plugins: LoadedPlugins = await loadPlugins({ rootDirectory: rootDirectory(), config, log })
  const opened: Storage[] = []
  const open = (id: string): Storage => {
    const storage = openStorage({ config, plugins, open: providerOpener(config.hostOverrides) }, id)
    opened.push(storage)
    return storage
  }
  try {
    await withDatabase((database) => work({ config, database, signal, open }))
  } catch (error) {
    if (!signal.aborted) throw error
    console.log('Stopped. What is done stays done; run it again to go on.')
    process.exitCode = 130
  } finally {
    for (const storage of opened) await storage.close?.()
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`
}
