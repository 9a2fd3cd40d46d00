import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP } from 'node:net'

/** Names are looked up nowhere but on this machine: drawn addresses lead to nobody. */
export function stayInside(t: { teardown(work: () => unknown): unknown }): void {
  const { lookup } = dns
  const nowhere = (name: string, options: unknown, done?: unknown): void => {
    if (name === 'localhost' || isIP(name) !== 0) {
      lookup(name, options as dns.LookupOptions, done as never)
      return
    }
    const answer = (done ?? options) as (error: Error) => void
    const error = Object.assign(new Error(`There is no ${name} here.`), { code: 'ENOTFOUND' })
    process.nextTick(answer, error)
  }
  dns.lookup = nowhere as unknown as typeof dns.lookup
  syncBuiltinESMExports()
  t.teardown(() => {
    dns.lookup = lookup
    syncBuiltinESMExports()
  })
}
