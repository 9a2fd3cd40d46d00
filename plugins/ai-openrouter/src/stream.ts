import { read, type AiCall, type AiStep } from '@t21/plugin-kit'
import { answerOf, noAnswer } from './answer.ts'
import { Chunk, type Usage } from './schemas.ts'

/**
 * Text as it comes, and the answer at the end. The usage comes in a piece of its own after the last text, which repeats why the
 * answer ends (OpenRouter, "The final usage chunk").
 *
 * @throws ProviderFailure for an answer that breaks off; what the library throws for an error in the middle
 */
export async function* readSteps(
  chunks: AsyncIterable<unknown>,
  { signal }: AiCall,
): AsyncGenerator<AiStep> {
  let id: string | undefined
  let model: string | undefined
  let text = ''
  let refusal = ''
  let finish: string | undefined
  let usage: Usage | undefined
  for await (const json of chunks) {
    const chunk = read(Chunk, json)
    if (chunk === null) throw noAnswer()
    id ??= chunk.id
    model ??= chunk.model
    usage = chunk.usage ?? usage
    const [choice] = chunk.choices ?? []
    finish = choice?.finish_reason ?? finish
    refusal += choice?.delta.refusal ?? ''
    const piece = choice?.delta.content ?? ''
    if (piece === '') continue
    text += piece
    yield { kind: 'text', text: piece }
  }
  // The library ends its loop without a word where the call was ended.
  signal.throwIfAborted()
  yield { kind: 'answer', answer: answerOf({ id, model, text, refusal, finish, usage }) }
}
