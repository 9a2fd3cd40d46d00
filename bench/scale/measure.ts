import type { Context } from '../../core/src/context.ts'
import type { BigTenant } from '../support/seed-posts.ts'
import { median, round } from '../support/statistics.ts'

/** One of the two databases. */
export interface Size {
  readonly url: string
  readonly context: Context
  readonly tenant: BigTenant
}

/** Something that is done in both databases. */
export interface Case<Database extends Size = Size> {
  /** Done before each measurement, and not measured. */
  prepare?(size: Database, round: number): Promise<void>
  /** @returns how many rows it came to, which must be the same in both */
  run(size: Database, round: number): Promise<number>
}

/** Medians in milliseconds; `ratio` is of the sums over all cases. */
export interface Comparison {
  readonly small: number
  readonly large: number
  readonly ratio: number
  readonly cases?: Readonly<Record<string, { small: number; large: number; ratio: number }>>
}

const warmUp = 20

/**
 * Measures each case in both databases by turns, so that a busy moment of the machine meets both.
 *
 * @throws Error where the two do not find the same number of rows: that would compare different work
 */
export async function measureBoth<Database extends Size>(
  cases: Readonly<Record<string, Case<Database>>>,
  options: {
    readonly small: Database
    readonly large: Database
    readonly rounds: number
    say(line: string): void
  },
): Promise<Comparison> {
  const figures: Record<string, { small: number; large: number; ratio: number }> = {}
  for (const [name, one] of Object.entries(cases)) {
    const times = { small: [] as number[], large: [] as number[] }
    const rows = { small: 0, large: 0 }
    for (let number = -warmUp; number < options.rounds; number += 1) {
      for (const size of ['small', 'large'] as const) {
        await one.prepare?.(options[size], number)
        const started = performance.now()
        rows[size] = await one.run(options[size], number)
        if (number >= 0) times[size].push(performance.now() - started)
      }
      if (rows.small !== rows.large) {
        throw new Error(`${name}: ${rows.small} rows in the small one, ${rows.large} in the large.`)
      }
    }
    const [small, large] = [median(times.small), median(times.large)]
    figures[name] = {
      small: round(small, 2),
      large: round(large, 2),
      ratio: round(large / small, 2),
    }
    options.say(`  ${name} (${rows.small} rows): ${small.toFixed(2)} ms, ${large.toFixed(2)} ms`)
  }
  const all = Object.values(figures)
  const small = all.reduce((sum, figure) => sum + figure.small, 0) / all.length
  const large = all.reduce((sum, figure) => sum + figure.large, 0) / all.length
  return {
    small: round(small, 2),
    large: round(large, 2),
    ratio: round(large / small, 2),
    ...(all.length > 1 && { cases: figures }),
  }
}
