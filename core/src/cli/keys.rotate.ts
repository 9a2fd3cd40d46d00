import { readConfig } from '../config.ts'
import { keyRing, type KeyRing } from '../crypto/key-ring.ts'
import { describeUsage, missingKeys, readKeyUsage, sumOf } from '../crypto/key-usage.ts'
import { reseal } from '../crypto/reseal.ts'
import { openDatabase, type Database } from '../db/database.ts'
import { withDatabaseUrl } from './database-url.ts'
import { resealingReport } from './keys.report.ts'
import { abortOnSignal } from './until-signal.ts'

/** Seals anew, tells on standard output what it did, and sets the exit code. @throws Error for a key that is missing */
export async function rotateKeys(dryRun: boolean): Promise<void> {
  const signal = abortOnSignal()
  const ring = keyRing(readConfig().encryptionKeys)
  await withDatabaseUrl(async (url) => {
    const database = openDatabase({ url, poolSize: 2, name: 'cli' })
    try {
      const { lines, exitCode } = await rotate(database.system, ring, { dryRun, signal })
      for (const line of lines) console.log(line)
      process.exitCode = exitCode
    } finally {
      await database.close()
    }
  })
}

async function rotate(
  system: Database['system'],
  ring: KeyRing,
  options: { readonly dryRun: boolean; readonly signal: AbortSignal },
): Promise<ReturnType<typeof resealingReport>> {
  const before = await readKeyUsage(system)
  refuseMissingKeys(ring, before)
  const total = sumOf(before.filter(({ keyId }) => keyId !== ring.writing.id))
  const progress = progressLine(total)
  const resealing = await reseal(system, { ring, ...options, onProgress: progress.show })
  progress.end()
  return resealingReport(ring, resealing, await readKeyUsage(system), options.dryRun)
}

/** What nobody can open is no reason to go on: the operator has forgotten a key. */
function refuseMissingKeys(ring: KeyRing, usage: Awaited<ReturnType<typeof readKeyUsage>>): void {
  const missing = [...missingKeys(ring, usage)].map(
    ([keyId, of]) => `"${keyId}" seals ${describeUsage(of)}`,
  )
  if (missing.length === 0) return
  throw new Error(
    `ENCRYPTION_KEYS lacks a key that is in use: ${missing.join('; ')}. Put it back behind the first one. Nothing was changed.`,
  )
}

/** One line that is written over, on a terminal only. */
function progressLine(total: number): { show(done: number): void; end(): void } {
  const terminal = process.stderr.isTTY && total > 0
  return {
    show(done) {
      if (terminal) process.stderr.write(`\r${Math.min(done, total)} of ${total}`)
    },
    end() {
      if (terminal) process.stderr.write('\n')
    },
  }
}
