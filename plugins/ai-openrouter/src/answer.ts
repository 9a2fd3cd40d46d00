import { ProviderFailure, read, type AiAnswer, type AiUsage } from '@t21/plugin-kit'
import { refused } from './failures.ts'
import { Completion, type Usage } from './schemas.ts'

/** Reads a whole answer. @throws ProviderFailure where it is an error, or none at all */
export function readAnswer(json: unknown): AiAnswer {
  const completion = read(Completion, json)
  if (completion === null) throw noAnswer()
  if (completion.error) throw refused({ body: completion.error })
  const [choice] = completion.choices ?? []
  if (choice?.error) throw refused({ body: choice.error })
  if (choice === undefined) throw noAnswer()
  return answerOf({
    id: completion.id,
    model: completion.model,
    text: choice.message.content ?? '',
    refusal: choice.message.refusal ?? '',
    finish: choice.finish_reason ?? undefined,
    usage: completion.usage ?? undefined,
  })
}

/** What is known of an answer once it has ended. */
export interface Ended {
  readonly id: string | undefined
  readonly model: string | undefined
  readonly text: string
  /** What the model says instead, where it does not want to. */
  readonly refusal: string
  readonly finish: string | undefined
  readonly usage: Usage | undefined
}

/** @throws ProviderFailure for an answer that says nothing, was broken off, or is a refusal of the model */
export function answerOf({ id, model, text, refusal, finish, usage }: Ended): AiAnswer {
  if (text === '' && refusal !== '') {
    throw new ProviderFailure('declined', { message: `The model declined: ${refusal}` })
  }
  if (finish === undefined || finish === 'error' || id === undefined) throw noAnswer()
  // A model that starts cold or is full says it so (OpenRouter, "When no content is generated").
  if (text === '' && finish === 'stop') throw noAnswer()
  return {
    id,
    text,
    model: model ?? 'unknown',
    finish: finishes[finish] ?? 'complete',
    usage: usageOf(usage),
  }
}

const finishes: Readonly<Record<string, AiAnswer['finish']>> = {
  length: 'length',
  content_filter: 'filtered',
}

function usageOf(usage: Usage | undefined): AiUsage {
  const cost = usage?.cost ?? null
  return {
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
    costMicroUsd: cost === null ? null : Math.round(cost * 1_000_000),
  }
}

/** OpenRouter, or the model behind it, answered without saying anything. */
export function noAnswer(): ProviderFailure {
  return new ProviderFailure('transient', { message: 'The model gave no answer.', code: 'empty' })
}
