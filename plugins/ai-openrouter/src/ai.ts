import type { Ai, AiAnswer, AiCall, AiRequest, AiStep, ProviderHost } from '@t21/plugin-kit'
import { readAnswer } from './answer.ts'
import { openClient } from './client.ts'
import { failureOf } from './failures.ts'
import { readModels } from './models.ts'
import { parametersOf } from './request.ts'
import type { Settings } from './settings.ts'
import { readSteps } from './stream.ts'

/** All see pictures and keep to a schema; of two makers, so that one may be away. */
const good = ['anthropic/claude-sonnet-4.5', 'openai/gpt-4o', 'openai/gpt-4o-mini']

/** The models of OpenRouter, by one key. */
export function openAi(settings: Settings, host: ProviderHost): Ai {
  const client = openClient(settings, host)

  async function generate(request: AiRequest, call: AiCall): Promise<AiAnswer> {
    return await typed(call, async () =>
      readAnswer(await client.chat.completions.create(parametersOf(request), options(call))),
    )
  }

  async function* stream(request: AiRequest, call: AiCall): AsyncGenerator<AiStep> {
    try {
      const chunks = await client.chat.completions.create(
        { ...parametersOf(request), stream: true, stream_options: { include_usage: true } },
        options(call),
      )
      yield* readSteps(chunks, call)
    } catch (error) {
      throw thrown(error, call)
    }
  }

  return {
    name: 'openrouter',
    recommended: { text: good, pictures: good },
    generate,
    stream,
    models: (call) =>
      typed(call, () => readModels((address) => client.get(address, options(call)))),
  }
}

function options({ signal }: AiCall): { readonly signal: AbortSignal } {
  return { signal }
}

async function typed<Result>(call: AiCall, work: () => Promise<Result>): Promise<Result> {
  call.signal.throwIfAborted()
  try {
    return await work()
  } catch (error) {
    throw thrown(error, call)
  }
}

/** A call that was ended fails with the reason for that, whatever the library makes of it. */
function thrown(error: unknown, { signal }: AiCall): unknown {
  return signal.aborted ? signal.reason : failureOf(error)
}
