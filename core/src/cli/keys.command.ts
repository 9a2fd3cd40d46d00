import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { keyRing, type KeyRing } from '../crypto/key-ring.ts'
import { describeUsage, missingKeys, readKeyUsage, sumOf } from '../crypto/key-usage.ts'
import { reseal } from '../crypto/reseal.ts'
import { openDatabase, type Database } from '../db/database.ts'
import { withDatabaseUrl } from './database-url.ts'
import { resealingReport } from './keys.report.ts'
import { abortOnSignal } from './until-signal.ts'

/** `t21 keys`: the keys for secrets at rest. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('The keys that seal stored tokens (ENCRYPTION_KEYS)')
    .addCommand(rotateCommand())
}

/** `t21 keys rotate`: seals with the first key whatever another one sealed. */
function rotateCommand(): Command {
  return new Command('rotate')
    .description(
      'Re-encrypt every stored token with the first key of ENCRYPTION_KEYS, and say which keys may be removed; T21 may run meanwhile',
    )
    .option('--dry-run', 'open everything and say what would be done; change nothing')
    .addHelpText(
      'after',
      `
It may be stopped at any time (Ctrl-C) and run again: what is done stays done.
Every running process has to know the first key already: see docs/operations.md, "Secrets".

Exit code 0: nothing is left under an older key. 1: something is. 130: stopped before the end.`,
    )
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
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
