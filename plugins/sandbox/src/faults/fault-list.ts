import type { FaultName } from '@t21/plugin-kit/sandbox'

/** A fault that waits for its requests. */
export interface ArmedFault {
  readonly id: number
  readonly network: string
  /** An operation's name, or `*` for any. */
  readonly operation: string
  readonly fault: FaultName
  /** How many requests it will still hit. */
  readonly times: number
  /** How long `slow` waits; `null` is the default. */
  readonly milliseconds: number | null
  /** Only requests of this account, by its id or username; `null` is any. */
  readonly account: string | null
}

/** The request that looks for a fault. */
export interface FaultTarget {
  readonly network: string
  readonly operation: string
  /** The account's id and username; asked only where a fault is aimed at an account. */
  account(): readonly string[]
}

/** The faults that were asked for and have not happened yet. */
export interface FaultList {
  add(fault: Omit<ArmedFault, 'id'>): ArmedFault
  list(): readonly ArmedFault[]
  clear(network?: string): void
  /** The oldest waiting fault of these names that hits this request; uses up one of its times. */
  take(names: ReadonlySet<FaultName>, target: FaultTarget): ArmedFault | undefined
}

/** An empty list. */
export function createFaultList(): FaultList {
  let armed: ArmedFault[] = []
  let lastId = 0

  return {
    add(fault) {
      lastId += 1
      const added = { id: lastId, ...fault }
      armed.push(added)
      return added
    },
    list: () => [...armed],
    clear(network) {
      armed = network === undefined ? [] : armed.filter((fault) => fault.network !== network)
    },
    take(names, target) {
      if (armed.length === 0) return undefined
      const index = armed.findIndex((fault) => names.has(fault.fault) && hits(fault, target))
      const found = armed[index]
      if (found === undefined) return undefined
      if (found.times > 1) armed[index] = { ...found, times: found.times - 1 }
      else armed.splice(index, 1)
      return found
    },
  }
}

function hits(fault: ArmedFault, target: FaultTarget): boolean {
  if (fault.network !== target.network) return false
  if (fault.operation !== '*' && fault.operation !== target.operation) return false
  return fault.account === null || target.account().includes(fault.account)
}
