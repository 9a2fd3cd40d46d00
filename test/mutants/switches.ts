/** The switches that `instrument` writes into the code. */
export interface Switches {
  /** Those that are on. */
  active: ReadonlySet<number>
  /** Those that were passed since it was emptied. */
  readonly seen: Set<number>
  call(site: number, name: string, real: (...values: unknown[]) => unknown): unknown
  method(site: number, name: string): string
  fields(site: number, fields: object): object
  /** Statements say by `mutant_is(7)` which switches they have. */
  look(sql: string): void
}

declare global {
  var mutants: Switches
}

const owner = { role: 'OWNER', personal: false, tier: 'FREE', brandIds: null } as const

/** What stands in for a guard that is taken away: whoever asks may. */
function without(name: string, real: (...values: unknown[]) => unknown): unknown {
  switch (name) {
    case 'authorize':
      return () => undefined
    case 'allows':
      return () => true
    case 'visible':
      return () => ['true', []]
    case 'organizationOf':
      return (principal: unknown, asked?: string) => asked ?? real(principal)
    case 'membershipIn':
      return (_principal: unknown, organizationId: string) => ({ organizationId, ...owner })
    default:
      throw new Error(`There is no stand-in for ${name}.`)
  }
}

/** Puts the switches where instrumented code finds them. */
export function installSwitches(): Switches {
  const seen = new Set<number>()
  globalThis.mutants = {
    active: new Set(),
    seen,
    call(site, name, real) {
      seen.add(site)
      return this.active.has(site) ? without(name, real) : real
    },
    method(site, name) {
      seen.add(site)
      // A query's `clone` takes any arguments, and adds nothing.
      return this.active.has(site) ? 'clone' : name
    },
    fields(site, fields) {
      seen.add(site)
      if (!this.active.has(site)) return fields
      return Object.fromEntries(
        Object.entries(fields).filter(([name]) => !/(?:organization|user)_id$/.test(name)),
      )
    },
    look(sql) {
      for (const [, site] of sql.matchAll(/mutant_is\((\d+)\)/g)) seen.add(Number(site))
    },
  }
  return globalThis.mutants
}
