import {
  readBatch,
  readInsights,
  readProblem,
  type BatchRead,
  type Insights,
  type InsightsQuery,
} from '@t21/meta-graph'
import type { ConnectorCall, ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { facebookFailures } from './errors.ts'
import { InsightsAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Many readings of numbers with few requests. @throws ConnectorFailure where Facebook answers none of them */
export function readNumbers(
  call: ConnectorCall<Settings>,
  reads: readonly BatchRead[],
): Promise<readonly (ConnectorResponse | null)[]> {
  return readBatch(call, call.accessToken, reads, (response) => numbersFailure(call, response))
}

/** What a refused reading of numbers means. */
export function numbersFailure(
  { now }: ConnectorCall<Settings>,
  response: ConnectorResponse | null,
): ConnectorFailure {
  return facebookFailures.call(response, 'reading the numbers', now)
}

/**
 * Asks for insights; the last number of each metric counts. Without the permission, and of what Facebook does not show,
 * there are no numbers, which is no failure.
 */
export function insights(
  call: ConnectorCall<Settings>,
  questions: readonly InsightsQuery[],
): Promise<(Insights | ConnectorFailure)[]> {
  return readInsights(
    questions,
    (reads) => readNumbers(call, reads),
    (response) => {
      const answer = response && isSuccess(response) ? read(InsightsAnswer, response.json) : null
      if (answer) return lastValues(answer)
      const problem = response && readProblem(response)
      if (problem?.code === 100) return problem.subcode === 33 ? new Map() : 'refused'
      const failure = numbersFailure(call, response)
      return failure.kind === 'permission' ? new Map() : failure
    },
  )
}

function lastValues({ data }: InsightsAnswer): Insights {
  const found = new Map<string, number>()
  for (const { name, values } of data) {
    const last = values?.at(-1)?.value
    if (typeof last === 'number') found.set(name, last)
  }
  return found
}
