import type { ControlFigures } from './control.ts'
import type { Decision } from './person.ts'
import type { CrashNetwork } from './networks/network.ts'
import type { Planned } from './setup.ts'
import type { Verdict } from './verdict.ts'

/** What a run comes to on one network. */
export interface NetworkFigures {
  readonly deliveries: number
  readonly published: number
  /** Kills that were ordered, and those that happened: a neighbour's trouble came before the others. */
  readonly points: number
  readonly pointsHit: number
  /** What a person was asked, since the network cannot tell. */
  readonly asked: number
  /** What a person was asked although the network tells: has to be zero. */
  readonly askedInVain: number
  readonly lost: number
  readonly duplicates: number
  readonly misrecorded: number
  readonly unfinished: number
  readonly control: ControlFigures | undefined
}

/** The figures that are numbers. */
export type Countable = Exclude<keyof NetworkFigures, 'control'>

/** Puts the figures of a network together. */
export function figuresOf(input: {
  readonly network: CrashNetwork
  readonly planned: readonly Planned[]
  readonly decisions: readonly Decision[]
  readonly ordersLeft: readonly string[]
  readonly verdict: Verdict
  readonly control: ControlFigures | undefined
}): NetworkFigures {
  const { network, planned, verdict, control } = input
  const ids = new Set(planned.map(({ id }) => id))
  const given = planned.reduce((sum, { scenario }) => sum + (scenario.orders?.length ?? 0), 0)
  const left = input.ordersLeft.filter((name) => ids.has(name.split('.')[0] ?? '')).length
  const decisions = input.decisions.filter(({ planned: one }) => one.network === network)
  const inVain = decisions.filter(isInVain).length
  const { published, lost, duplicates, misrecorded, unfinished } = verdict
  return {
    deliveries: planned.length,
    published,
    points: given,
    pointsHit: given - left,
    asked: decisions.length - inVain,
    askedInVain: inVain,
    lost,
    duplicates,
    misrecorded,
    unfinished,
    control,
  }
}

/** Whether all is well on a network, and the naive control shows that it could have been otherwise. */
export function isClean(figures: NetworkFigures): boolean {
  const { lost, duplicates, misrecorded, unfinished, askedInVain, control } = figures
  const wrong = lost + duplicates + misrecorded + unfinished + askedInVain
  return wrong === 0 && control !== undefined && control.duplicates > 0
}

/** The figures of all networks, a line each. */
export function tableOf(figures: ReadonlyMap<string, NetworkFigures>): string {
  const head = [
    'network',
    'deliveries',
    'published',
    'points hit',
    'lost',
    'duplicates',
    'misrecorded',
    'unfinished',
    'asked',
    'in vain',
    'naive: duplicates',
    'lost',
  ]
  const rows = [...figures].map(([id, one]) => [
    id,
    one.deliveries,
    one.published,
    `${one.pointsHit} of ${one.points}`,
    one.lost,
    one.duplicates,
    one.misrecorded,
    one.unfinished,
    one.asked,
    one.askedInVain,
    one.control === undefined ? '-' : `${one.control.duplicates} of ${one.control.deliveries}`,
    one.control?.lost ?? '-',
  ])
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n')
}

// One whose worker died again and again is given to a person on purpose, whatever the network could tell.
function isInVain({ planned, code }: Decision): boolean {
  return planned.post.provable && code !== 'worker_died'
}
