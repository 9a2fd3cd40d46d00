import { graphRequest, readProblem } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { facebookFailures } from './errors.ts'
import { InsightsAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** What to ask for. */
export interface InsightsQuery {
  readonly path: string
  readonly metrics: readonly string[]
  readonly query?: Readonly<Record<string, string | number>>
}

/** The last number of each metric that Facebook tells. */
export type Insights = ReadonlyMap<string, number>

/**
 * Asks for insights. One metric that Facebook does not have fails the whole call, so a refused list is halved until the
 * others have answered: facebook.md 6. Without the permission there are no numbers, which is no failure.
 *
 * @throws ConnectorFailure for a dead login, a limit and faults that pass
 */
export async function readInsights(
  call: ConnectorCall<Settings>,
  { path, metrics, query }: InsightsQuery,
): Promise<Insights> {
  if (metrics.length === 0) return new Map()
  const response = await graphRequest(call, {
    method: 'GET',
    path,
    token: call.accessToken,
    query: { ...query, metric: metrics.join(',') },
  })
  const answer = isSuccess(response) ? read(InsightsAnswer, response.json) : null
  if (answer) return lastValues(answer)

  const { code, subcode } = readProblem(response)
  if (code === 100 && subcode === 33) return new Map()
  if (code === 100) {
    if (metrics.length === 1) return new Map()
    const middle = Math.ceil(metrics.length / 2)
    const halves = [metrics.slice(0, middle), metrics.slice(middle)]
    const found = new Map<string, number>()
    for (const half of halves) {
      const some = await readInsights(call, { path, metrics: half, ...(query && { query }) })
      for (const [name, value] of some) found.set(name, value)
    }
    return found
  }
  const failure = facebookFailures.call(response, 'reading the numbers', call.now)
  if (failure.kind === 'permission') return new Map()
  throw failure
}

function lastValues({ data }: InsightsAnswer): Insights {
  const found = new Map<string, number>()
  for (const { name, values } of data) {
    const last = values?.at(-1)?.value
    if (typeof last === 'number') found.set(name, last)
  }
  return found
}
