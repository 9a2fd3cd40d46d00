import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire, syncBuiltinESMExports } from 'node:module'

const require = createRequire(import.meta.url)
const inside = new AsyncLocalStorage<string>()

/** Runs what belongs to the connector; `verb` names it in findings. */
export function asConnector<Result>(verb: string, work: () => Result): Result {
  return inside.run(verb, work)
}

/** Runs what the host does for the connector: a request, the bytes of a file. */
export function asHost<Result>(work: () => Result): Result {
  return inside.run('', work)
}

/**
 * Replaces the clock, the timers, the environment, chance and the ways out of the process while `work` runs, and puts
 * them back. Whoever is not the connector notices nothing.
 *
 * @returns what the connector reached for: `validate used Date.now`
 */
export async function watchForImpurity(work: () => Promise<void>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  function note(what: string): void {
    const verb = inside.getStore()
    if (verb !== undefined && verb !== '') seen.add(`${verb} used ${what}`)
  }
  const restore = [
    watchDate(note),
    watchEnvironment(note),
    ...watched(globalThis, ['setTimeout', 'setInterval', 'setImmediate', 'fetch'], '', note),
    ...watched(Math, ['random'], 'Math.', note),
    ...watched(performance, ['now'], 'performance.', note),
    ...watched(AbortSignal, ['timeout'], 'AbortSignal.', note),
    // Before `hrtime` itself, which keeps what it carries.
    ...watched(process.hrtime, ['bigint'], 'process.hrtime.', note),
    ...watched(process, ['hrtime', 'uptime'], 'process.', note),
    ...builtins.flatMap(([module, names]) =>
      watched(require(module) as object, names, `${module} `, note),
    ),
  ]
  syncBuiltinESMExports()
  try {
    await work()
  } finally {
    for (const undo of restore.reverse()) undo()
    syncBuiltinESMExports()
  }
  return seen
}

const builtins: readonly (readonly [string, readonly string[]])[] = [
  ['node:timers', ['setTimeout', 'setInterval', 'setImmediate']],
  ['node:timers/promises', ['setTimeout', 'setInterval', 'setImmediate']],
  ['node:http', ['request', 'get']],
  ['node:https', ['request', 'get']],
  ['node:net', ['connect', 'createConnection']],
  ['node:fs', ['readFileSync', 'writeFileSync', 'readFile', 'writeFile']],
  ['node:fs/promises', ['readFile', 'writeFile']],
]

type Anything = Record<string, unknown>
type Call = (...values: unknown[]) => unknown

function watched(
  owner: object,
  names: readonly string[],
  prefix: string,
  note: (what: string) => void,
): (() => void)[] {
  return names.map((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name)
    const original = (owner as Anything)[name] as Call
    function value(this: unknown, ...values: unknown[]): unknown {
      note(`${prefix}${name}`)
      return Reflect.apply(original, this, values)
    }
    // What libraries keep on such functions, such as a promisified form, stays.
    Object.defineProperties(value, Object.getOwnPropertyDescriptors(original))
    Object.defineProperty(owner, name, { value, configurable: true, writable: true })
    return () => {
      if (descriptor === undefined) delete (owner as Anything)[name]
      else Object.defineProperty(owner, name, descriptor)
    }
  })
}

/** Dates made of something are no look at the clock. */
function watchDate(note: (what: string) => void): () => void {
  const original = globalThis.Date
  function now(): number {
    note('Date.now')
    return original.now()
  }
  globalThis.Date = new Proxy(original, {
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
    apply(target) {
      note('Date()')
      return target()
    },
    construct(target, values, newTarget) {
      if (values.length === 0) note('new Date()')
      return Reflect.construct(target, values, newTarget) as object
    },
  })
  return () => {
    globalThis.Date = original
  }
}

function watchEnvironment(note: (what: string) => void): () => void {
  const original = process.env
  process.env = new Proxy(original, {
    get(target, name) {
      note(`process.env.${String(name)}`)
      return Reflect.get(target, name) as unknown
    },
    has(target, name) {
      note(`process.env.${String(name)}`)
      return Reflect.has(target, name)
    },
    ownKeys(target) {
      note('the names in process.env')
      return Reflect.ownKeys(target)
    },
  })
  return () => {
    process.env = original
  }
}
