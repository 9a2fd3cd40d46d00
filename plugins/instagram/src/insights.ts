import { readProblem, type GraphRequest } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure, withoutMeaning } from './errors.ts'
import { ask } from './request.ts'
import type { Settings } from './settings.ts'

const InsightsAnswer = Type.Object({ data: Type.Array(Type.Unknown()) })
const Insight = Type.Object({
  name: Type.String(),
  values: Type.Optional(Type.Array(Type.Object({ value: Type.Optional(Type.Unknown()) }))),
  total_value: Type.Optional(Type.Object({ value: Type.Optional(Type.Unknown()) })),
})

/**
 * Numbers by Instagram's names; those that it does not tell are missing: instagram.md 6. One unsupported metric fails a
 * whole question, so a refused one is asked again in halves.
 *
 * @throws ConnectorFailure for anything but "not supported", "too few people" and "not permitted"
 */
export async function insights(
  call: ConnectorCall<Settings>,
  metrics: readonly string[],
  request: Pick<GraphRequest, 'path' | 'query'>,
): Promise<ReadonlyMap<string, number>> {
  if (metrics.length === 0) return new Map()
  const response = await ask(call, {
    method: 'GET',
    path: request.path,
    query: { ...request.query, metric: metrics.join(',') },
  })
  if (isSuccess(response)) {
    const answer = read(InsightsAnswer, response.json)
    if (!answer) throw withoutMeaning(response, 'numbers')
    return new Map(answer.data.flatMap(numberIn))
  }
  const problem = readProblem(response)
  if (problem.code === 100 && problem.subcode !== 33) {
    if (metrics.length === 1) return new Map()
    const half = Math.ceil(metrics.length / 2)
    return new Map([
      ...(await insights(call, metrics.slice(0, half), request)),
      ...(await insights(call, metrics.slice(half), request)),
    ])
  }
  const failure = callFailure(response, 'reading the numbers', call.now)
  // Too few viewers, or the person did not allow it: there is nothing to tell, and nothing is broken.
  if (failure.kind === 'permission') return new Map()
  throw failure
}

function numberIn(entry: unknown): [string, number][] {
  const insight = read(Insight, entry)
  if (!insight) return []
  const value = insight.total_value?.value ?? insight.values?.[0]?.value
  // Of few people some numbers are -1.
  return typeof value === 'number' && value >= 0 ? [[insight.name, value]] : []
}
