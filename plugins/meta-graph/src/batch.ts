import type { ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { graphRequest, type GraphCall, type GraphRequest } from './request.ts'

/** Readings in one batch: facebook.md 0. Each counts towards the limits as if it came alone. */
export const batchLimit = 50

/** One thing to read. */
export type BatchRead = Pick<GraphRequest, 'path' | 'query'>

const Answers = Type.Array(Type.Unknown())

const Answer = Type.Object({
  code: Type.Integer(),
  headers: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.Unknown() }))),
  body: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

/**
 * Reads many things with one token, {@link batchLimit} to a request: facebook.md 0. What Meta had no time for is asked
 * once more. One thing alone is read without a batch. Ids in the answers are for looking at, not for keeping: a bare
 * number beyond 2^53 is rounded.
 *
 * @param failure makes the error of an answer that is none to the batch
 * @returns an answer for each reading, in its order; `null` where Meta twice gave none that can be read
 */
export async function readBatch(
  call: GraphCall,
  token: string,
  reads: readonly BatchRead[],
  failure: (response: ConnectorResponse) => Error,
): Promise<readonly (ConnectorResponse | null)[]> {
  const answers = await readOnce(call, token, reads, failure)
  const left = reads.filter((_, at) => !answers[at])
  if (left.length === 0) return answers
  const late = [...(await readOnce(call, token, left, failure))]
  return answers.map((answer) => answer ?? late.shift() ?? null)
}

async function readOnce(
  call: GraphCall,
  token: string,
  reads: readonly BatchRead[],
  failure: (response: ConnectorResponse) => Error,
): Promise<readonly (ConnectorResponse | null)[]> {
  const [only, ...more] = reads
  if (!only) return []
  if (more.length === 0) return [await graphRequest(call, { ...only, method: 'GET', token })]
  const found: (ConnectorResponse | null)[] = []
  for (let at = 0; at < reads.length; at += batchLimit) {
    const some = reads.slice(at, at + batchLimit)
    const batch = JSON.stringify(some.map(operationOf))
    const response = await graphRequest(call, { method: 'POST', path: '', token, form: { batch } })
    const answers = isSuccess(response) ? read(Answers, response.json) : null
    if (!answers || answers.length !== some.length) throw failure(response)
    for (const answer of answers) found.push(responseOf(read(Answer, answer), response))
  }
  return found
}

function operationOf({ path, query = {} }: BatchRead): object {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value))
  }
  const asked = given.toString()
  return { method: 'GET', relative_url: asked === '' ? path : `${path}?${asked}` }
}

/** The answer as if it had come alone; how much is used stands with the batch or with the answer. */
function responseOf(
  answer: Static<typeof Answer> | null,
  { headers: ofBatch }: ConnectorResponse,
): ConnectorResponse | null {
  if (!answer) return null
  const own = (answer.headers ?? []).map(({ name, value }) => [name.toLowerCase(), String(value)])
  const text = answer.body ?? ''
  return {
    status: answer.code,
    headers: { ...ofBatch, ...Object.fromEntries(own) },
    text,
    json: parsed(text),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
