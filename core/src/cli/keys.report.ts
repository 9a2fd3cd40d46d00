import type { KeyRing } from '../crypto/key-ring.ts'
import { describeUsage, sumOf, type KeyUsage } from '../crypto/key-usage.ts'
import type { Resealing } from '../crypto/reseal.ts'

const mostNamed = 10

/** What `keys rotate` says at its end: what was done, what each key still seals, and what may be removed. */
export function resealingReport(
  ring: KeyRing,
  { resealed, unreadable, stopped }: Resealing,
  usage: readonly KeyUsage[],
  dryRun: boolean,
): { readonly lines: readonly string[]; readonly exitCode: 0 | 1 | 130 } {
  const { id } = ring.writing
  const rest = sumOf(usage.filter(({ keyId }) => keyId !== id))
  const lines = [
    `${resealed} values ${dryRun ? 'would be re-encrypted' : 're-encrypted'} with the key "${id}".`,
  ]
  if (stopped) lines.push('Stopped before the end. Run it again to go on.')
  if (unreadable.length > 0) {
    lines.push(
      `${unreadable.length} values cannot be opened with their key, and were left as they are:`,
    )
    for (const { table, column, rowId } of unreadable.slice(0, mostNamed)) {
      lines.push(`  ${table}.${column} of ${rowId}`)
    }
    if (unreadable.length > mostNamed) lines.push(`  and ${unreadable.length - mostNamed} more`)
    lines.push(
      '  Is each key in ENCRYPTION_KEYS the one that its name stood for before? Else connect these accounts again.',
    )
  }
  lines.push('Sealed values by key:')
  const ids = [...ring.byId.keys(), ...(usage.some(({ keyId }) => keyId === null) ? [null] : [])]
  for (const keyId of ids) {
    const of = usage.filter((entry) => entry.keyId === keyId)
    const name = keyId === null ? 'none' : `"${keyId}"`
    lines.push(`  ${name} ${sumOf(of)}${of.length === 0 ? '' : ` (${describeUsage(of)})`}`)
  }
  for (const keyId of [...ring.byId.keys()].filter((other) => other !== id)) {
    const left = sumOf(usage.filter((entry) => entry.keyId === keyId))
    lines.push(
      left === 0
        ? `The key "${keyId}" may be removed from ENCRYPTION_KEYS, once every process has been started with "${id}" in front, and no backup that you mean to restore needs it.`
        : `The key "${keyId}" has to stay: it still seals ${left} values.`,
    )
  }
  if (rest > unreadable.length && !stopped && !dryRun) {
    lines.push(
      'Some values were changed meanwhile by a process that still writes with an older key. Run it again.',
    )
  }
  if (stopped) return { lines, exitCode: 130 }
  return { lines, exitCode: unreadable.length > 0 || (rest > 0 && !dryRun) ? 1 : 0 }
}
