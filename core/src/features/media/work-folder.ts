import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../context.ts'

/** Folders that are older belong to a process that died. */
const abandonedAfterMilliseconds = 24 * 3_600_000

/** A folder for the files of one upload or import, until it is stored or refused. */
export interface WorkFolder {
  /** What came in. */
  readonly original: string
  /** What will be stored of it, where that is not the original. */
  readonly encoded: string
  readonly thumbnail: string
  /** Removes all of it; may be called more than once. */
  remove(): Promise<void>
}

/** Makes a folder in `<data folder>/incoming`; whoever makes it removes it. */
export async function makeWorkFolder({ config }: Pick<Context, 'config'>): Promise<WorkFolder> {
  const folder = join(incomingOf(config.dataDir), randomBytes(12).toString('hex'))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    original: join(folder, 'original'),
    encoded: join(folder, 'encoded'),
    thumbnail: join(folder, 'thumbnail'),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** Removes what processes that died have left behind. @returns how many folders */
export async function removeAbandonedWork(
  { config }: Pick<Context, 'config'>,
  now = new Date(),
): Promise<number> {
  const incoming = incomingOf(config.dataDir)
  let removed = 0
  for (const name of await readdir(incoming).catch(() => [])) {
    const facts = await stat(join(incoming, name)).catch(() => undefined)
    if (facts === undefined) continue
    if (now.getTime() - facts.mtimeMs < abandonedAfterMilliseconds) continue
    await rm(join(incoming, name), { recursive: true, force: true })
    removed += 1
  }
  return removed
}

function incomingOf(dataDir: string): string {
  return join(dataDir, 'incoming')
}
