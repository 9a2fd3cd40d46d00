import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { testApp } from '../support/app.ts'
import { attack } from '../isolation/attacks.ts'
import { newFindings, type Bench } from '../isolation/bench.ts'
import { operations, type Operation } from '../api-document/operations.ts'
import { policy } from '../isolation/policy.ts'
import { openDatabaseOf } from '../isolation/run.ts'
import { makeWorlds } from '../isolation/worlds.ts'
import { equivalent } from './equivalent.ts'
import { sites, type Site } from './sites.ts'
import type { Switches } from './switches.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Milliseconds after which an operation under attack does not answer any more. */
const longestAttack = 60_000

/** Pairs of conditions that are tried as a mask, of each operation. */
const mostPairs = 30

/** A condition behind which others stand. */
export interface Masked {
  readonly site: Site
  readonly by: readonly Site[]
}

/** What became of the mutants. */
export interface MutantReport {
  /** What was found with nothing taken away: has to be nothing. */
  readonly baseline: readonly string[]
  /** Sites that some attack passes: each of them is a mutant. */
  readonly mutants: number
  readonly killed: number
  /** Nothing was noticed as long as others stood; with those away this one is the last, and its loss is noticed. */
  readonly masked: readonly Masked[]
  readonly survivors: readonly Site[]
  /** Those of the survivors that nobody can notice; see `equivalent.ts`. */
  readonly equivalent: readonly Site[]
  /** Sites that no attack gets to: behind other conditions, or of jobs and secret addresses, which have tests of their own. */
  readonly behind: readonly Site[]
}

/**
 * Takes away each condition that keeps organizations apart, one after the other, and attacks the operations that pass it as the
 * isolation matrix does. Row level security is off, so that nothing of it stands behind the condition that is gone.
 */
export async function runMutants(
  t: Teardown,
  switches: Switches,
  isWanted: (operation: Operation) => boolean,
): Promise<MutantReport> {
  const database = await openDatabaseOf(t)
  const { app } = await testApp(t, { database })
  await makeSwitchInDatabase(database.url)
  database.system.on('query', ({ sql }: { sql: string }) => switches.look(sql))
  const bench: Bench = { app, database, findings: newFindings() }
  const worlds = makeWorlds(bench)

  /** What the attacks on an operation find with these conditions away, and which conditions they passed. */
  async function attackWithout(
    away: readonly number[],
    operation: Operation,
  ): Promise<{ found: Set<string>; passed: readonly number[] }> {
    switches.active = new Set(away)
    await database.system('active_mutant').delete()
    if (away.length > 0) {
      await database.system('active_mutant').insert(away.map((site) => ({ site })))
    }
    switches.seen.clear()
    const attacks = worlds.during(operation, (attacked) => attack(bench, operation, attacked))
    const isOver = await Promise.race([
      attacks.then(() => true),
      sleep(longestAttack, false, { ref: false }),
    ])
    // A stream that stays open to whoever asks for it.
    if (!isOver) bench.findings.unexpected.push(`${operation.id}: an answer does not end`)
    const passed = [...switches.seen]
    switches.active = new Set()
    await database.system('active_mutant').delete()
    const { unexpected, leaks } = bench.findings
    const found = [...unexpected.splice(0), ...leaks.splice(0)].map(withoutIds)
    return { found: new Set(found), passed }
  }

  const baseline: string[] = []
  const passing = new Map<number, Operation[]>()
  for (const operation of operations) {
    if (!isWanted(operation) || ['public', undefined].includes(policy[operation.id])) continue
    const { found, passed } = await attackWithout([], operation)
    baseline.push(...found)
    for (const site of passed) passing.set(site, [...(passing.get(site) ?? []), operation])
  }

  async function isKilled(site: number): Promise<boolean> {
    for (const operation of passing.get(site) ?? []) {
      if ((await attackWithout([site], operation)).found.size > 0) return true
    }
    return false
  }

  /** The other conditions that an attack meets once this one is away, and once those are away too. */
  async function behind(site: number, operation: Operation): Promise<readonly number[]> {
    const away = new Set([site])
    for (let before = 0; away.size > before;) {
      before = away.size
      for (const one of (await attackWithout([...away], operation)).passed) away.add(one)
    }
    away.delete(site)
    return [...away]
  }

  /** Each other condition of the operation by itself, then pairs of them, then all: the fewest behind which this one is the last. */
  async function masksOf(site: number): Promise<readonly number[] | undefined> {
    for (const operation of passing.get(site) ?? []) {
      const others = await behind(site, operation)
      const pairs = others.flatMap((one, index) =>
        others.slice(index + 1).map((other) => [one, other]),
      )
      const candidates = [...others.map((one) => [one]), ...pairs.slice(0, mostPairs), others]
      for (const masks of candidates) {
        const without = (await attackWithout(masks, operation)).found
        const both = (await attackWithout([site, ...masks], operation)).found
        if ([...both].some((sentence) => !without.has(sentence))) return masks
      }
    }
    return undefined
  }

  const masked: Masked[] = []
  const survivors: Site[] = []
  const unnoticeable: Site[] = []
  for (const number of passing.keys()) {
    const site = sites[number]
    if (site === undefined || (await isKilled(number))) continue
    const masks = await masksOf(number)
    if (masks !== undefined) masked.push({ site, by: masks.flatMap((mask) => sites[mask] ?? []) })
    else if (equivalent.some(({ file, what }) => file === site.file && what === site.what)) {
      unnoticeable.push(site)
    } else survivors.push(site)
  }
  return {
    baseline,
    mutants: passing.size,
    killed: passing.size - survivors.length - unnoticeable.length - masked.length,
    masked,
    survivors,
    equivalent: unnoticeable,
    behind: sites.filter((_, site) => !passing.has(site)),
  }
}

/** The same sentence, whichever organization it is about. */
function withoutIds(sentence: string): string {
  return sentence
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|canary-[0-9a-f]+/g, '…')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .slice(0, 160)
}

/** `mutant_is(7)` in SQL. */
async function makeSwitchInDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`
      create table active_mutant (site integer not null);
      grant select, insert, delete on active_mutant to t21_system;
      create function mutant_is(wanted integer) returns boolean language sql volatile
        as 'select exists (select from public.active_mutant where site = wanted)';
    `)
  } finally {
    await client.end()
  }
}
