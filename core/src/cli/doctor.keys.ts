import type { KeyRing } from '../crypto/key-ring.ts'
import { describeUsage, missingKeys, sumOf, type KeyUsage } from '../crypto/key-usage.ts'
import type { Finding } from './doctor.finding.ts'

/** What is to be said of the keys that stored tokens are sealed with. */
export function keyFindings(ring: KeyRing, usage: readonly KeyUsage[]): Finding[] {
  const { id } = ring.writing
  const missing = missingKeys(ring, usage)
  const none = usage.filter(({ keyId }) => keyId === null)
  const old = usage.filter(({ keyId }) => keyId !== null && keyId !== id && ring.byId.has(keyId))
  const findings: Finding[] = [...missing].map(([keyId, of]) => ({
    ok: false,
    what: `keys: ${describeUsage(of)} sealed with "${keyId}", which is not in ENCRYPTION_KEYS`,
    remedy: 'Put that key back behind the first one: without it these accounts are of no use.',
  }))
  if (none.length > 0) {
    findings.push({
      ok: false,
      what: `keys: ${describeUsage(none)} not sealed with any key`,
      remedy: 'T21 wrote no such thing. Connect these accounts again.',
    })
  }
  const ids = [...new Set(old.map(({ keyId }) => `"${keyId}"`))].join(', ')
  findings.push({
    ok: true,
    what: `keys: ${sumOf(usage.filter(({ keyId }) => keyId === id))} values sealed with "${id}", ${sumOf(old)} with older ones`,
    ...(old.length > 0 && {
      remedy: `${describeUsage(old)} sealed with ${ids}. Run: npm run t21 -- keys rotate`,
    }),
  })
  return findings
}
