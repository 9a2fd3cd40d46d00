import type { ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { isConnectorFailure } from '@t21/plugin-kit'
import type { BatchRead } from './batch.ts'

/** What to ask of one object: a post, a Page. */
export interface InsightsQuery extends BatchRead {
  readonly metrics: readonly string[]
}

/** Numbers by Meta's names; those that it does not tell are missing. */
export type Insights = ReadonlyMap<string, number>

/**
 * Asks for insights of many objects. One metric that an object does not have fails its whole question, so a refused one
 * is asked again in halves until the others have answered: facebook.md 6, instagram.md 6.
 *
 * @param ask gives an answer for each reading, in its order
 * @param meaning of an answer; `null` is none, `refused` one that a metric of the question spoiled
 * @returns for each question what was told, or why nothing was
 */
export async function readInsights(
  questions: readonly InsightsQuery[],
  ask: (reads: readonly BatchRead[]) => Promise<readonly (ConnectorResponse | null)[]>,
  meaning: (response: ConnectorResponse | null) => Insights | 'refused' | ConnectorFailure,
): Promise<(Insights | ConnectorFailure)[]> {
  const told = questions.map(() => new Map<string, number>())
  const failed = new Map<number, ConnectorFailure>()
  let open = questions.map(({ metrics }, at) => ({ at, metrics }))
  while (open.length > 0) {
    const answers = await ask(open.map(({ at, metrics }) => readOf(questions[at], metrics)))
    open = open.flatMap(({ at, metrics }, asked) => {
      const outcome = meaning(answers[asked] ?? null)
      if (outcome === 'refused') return halves(metrics).map((half) => ({ at, metrics: half }))
      if (isConnectorFailure(outcome)) failed.set(at, outcome)
      else for (const [name, value] of outcome) told[at]?.set(name, value)
      return []
    })
  }
  return told.map((numbers, at) => failed.get(at) ?? numbers)
}

function readOf(question: InsightsQuery | undefined, metrics: readonly string[]): BatchRead {
  const { path = '', query } = question ?? {}
  return { path, query: { ...query, metric: metrics.join(',') } }
}

/** Nothing is left to ask where a single metric was refused. */
function halves(metrics: readonly string[]): readonly (readonly string[])[] {
  if (metrics.length < 2) return []
  const middle = Math.ceil(metrics.length / 2)
  return [metrics.slice(0, middle), metrics.slice(middle)]
}
