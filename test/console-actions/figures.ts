import type { Findings } from './judge.ts'
import type { Actions } from './run.ts'

/** A run in numbers; those of findings have to be zero. */
export interface ActionFigures extends Readonly<Record<keyof Findings, number>> {
  /** Commands that staff sent. */
  readonly actions: number
  readonly accepted: number
  readonly refused: number
  /** Two of the staff at one delivery at the same moment. */
  readonly pairs: number
  /** Of those, how often one of them was told that the other was faster. */
  readonly secondTold: number
  /** Calls of customers' programs to the API, and those that were refused. */
  readonly calls: number
  readonly callsRefused: number
  readonly deliveries: number
  readonly published: number
  readonly posts: number
  readonly faults: number
  readonly deletedJobs: number
}

/** Counts what was done and found. */
export async function figuresOf({
  answers,
  deletedJobs,
  findings,
  work,
  world,
}: Actions): Promise<ActionFigures> {
  const { deeds, pairs } = work
  const deliveries = await world.look()
  const accepted = deeds.filter((deed) => deed.accepted).length
  const faults = Object.entries(world.networks.shown).filter(([name]) => name !== 'ok')
  return {
    actions: deeds.length,
    accepted,
    refused: deeds.length - accepted,
    pairs: pairs.length,
    secondTold: pairs.filter(({ one, other }) => one.accepted !== other.accepted).length,
    calls: answers.length,
    callsRefused: answers.filter(({ status }) => status >= 400).length,
    deliveries: deliveries.length,
    published: deliveries.filter(({ state }) => state === 'published').length,
    posts: world.networks.posts.length,
    faults: faults.reduce((sum, [, times]) => sum + times, 0),
    deletedJobs,
    ...(Object.fromEntries(
      Object.entries(findings).map(([name, sentences]) => [name, sentences.length]),
    ) as Record<keyof Findings, number>),
  }
}
