import { readInsights, readProblem, type Insights, type InsightsQuery } from '@t21/meta-graph'
import type { ConnectorCall, ConnectorFailure } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure, withoutMeaning } from './errors.ts'
import { askMany } from './request.ts'
import type { Settings } from './settings.ts'

const InsightsAnswer = Type.Object({ data: Type.Array(Type.Unknown()) })
const Insight = Type.Object({
  name: Type.String(),
  values: Type.Optional(Type.Array(Type.Object({ value: Type.Optional(Type.Unknown()) }))),
  total_value: Type.Optional(Type.Object({ value: Type.Optional(Type.Unknown()) })),
})

/** Numbers by Instagram's names for each question; those that it does not tell are missing: instagram.md 6. */
export function insights(
  call: ConnectorCall<Settings>,
  questions: readonly InsightsQuery[],
): Promise<(Insights | ConnectorFailure)[]> {
  return readInsights(
    questions,
    (reads) => askMany(call, 'reading the numbers', reads),
    (response) => {
      if (response && isSuccess(response)) {
        const answer = read(InsightsAnswer, response.json)
        return answer ? new Map(answer.data.flatMap(numberIn)) : withoutMeaning(response, 'numbers')
      }
      const problem = response && readProblem(response)
      if (problem?.code === 100 && problem.subcode !== 33) return 'refused'
      const failure = callFailure(response, 'reading the numbers', call.now)
      // Too few viewers, or the person did not allow it: there is nothing to tell, and nothing is broken.
      return failure.kind === 'permission' ? new Map() : failure
    },
  )
}

function numberIn(entry: unknown): [string, number][] {
  const insight = read(Insight, entry)
  if (!insight) return []
  const value = insight.total_value?.value ?? insight.values?.[0]?.value
  // Of few people some numbers are -1.
  return typeof value === 'number' && value >= 0 ? [[insight.name, value]] : []
}
