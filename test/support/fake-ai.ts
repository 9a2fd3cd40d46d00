import type { Ai, AiAnswer, AiCall, AiRequest } from '@t21/plugin-kit'

/** What a script says to a call: an answer or parts of one; its text alone; or nothing for {@link fittingAnswer}. */
export type ScriptedAnswer = Partial<AiAnswer> | string | undefined

/** Decides what a call is answered, and when; may throw. `number` counts from 0. */
export type Script = (
  request: AiRequest,
  call: AiCall & { readonly number: number },
) => ScriptedAnswer | Promise<ScriptedAnswer>

/** A provider of AI without a network. */
export interface FakeAi extends Ai {
  /** All requests that came, oldest first. */
  readonly calls: readonly AiRequest[]
}

/** Answers what the script says; without one, what fits the schema. */
export function fakeAi(script: Script = () => undefined): FakeAi {
  const calls: AiRequest[] = []
  async function generate(request: AiRequest, call: AiCall): Promise<AiAnswer> {
    const number = calls.push(request) - 1
    const said = await script(request, { ...call, number })
    const given = typeof said === 'string' ? { text: said } : said
    return {
      id: `answer-${number}`,
      text: fittingAnswer(request, number),
      model: request.model,
      finish: 'complete',
      usage: { inputTokens: 100, outputTokens: 56, costMicroUsd: 1_500 },
      ...given,
    }
  }
  return {
    name: 'fake',
    recommended: { text: ['maker/text', 'maker/spare'], pictures: ['maker/seeing'] },
    calls,
    generate,
    async *stream(request, call) {
      const answer = await generate(request, call)
      for (let at = 0; at < answer.text.length; at += 7) {
        yield { kind: 'text', text: answer.text.slice(at, at + 7) }
      }
      yield { kind: 'answer', answer }
    },
    models: async () => [],
  }
}

/** JSON of the schema of a request, with texts that tell versions and calls apart. */
export function fittingAnswer({ schema }: AiRequest, number: number): string {
  const properties = (schema?.schema['properties'] ?? {}) as Record<
    string,
    { readonly properties: Record<string, { readonly type: string }> }
  >
  const versions = Object.entries(properties).map(([key, version]) => [
    key,
    Object.fromEntries(
      Object.entries(version.properties).map(([field, { type }]) => [
        field,
        type === 'array' ? ['One', 'Two'] : `The ${field} of ${key} in call ${number}.`,
      ]),
    ),
  ])
  return JSON.stringify(Object.fromEntries(versions))
}

/** Everything that a request says, by role. */
export function saidBy(request: AiRequest, role: 'system' | 'user' | 'assistant'): string {
  return request.messages
    .filter((message) => message.role === role)
    .flatMap(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : '')))
    .join('\n')
}
