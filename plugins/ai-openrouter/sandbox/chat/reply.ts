import { badRequest } from '../api/errors.ts'
import type { Model } from '../models/catalogue.ts'
import { writtenText } from '../writing/write.ts'
import type { ChatBody } from './body.ts'
import { tokensOf, type Picture } from './pictures.ts'
import { textsOf, tokenCount } from './texts.ts'

/** What a model says to a chat, before it is put into OpenRouter's words. */
export interface Reply {
  readonly text: string
  readonly refusal: string | null
  readonly finish: 'stop' | 'length' | 'content_filter'
  /** False where a model answers without any choice. */
  readonly hasChoice: boolean
  readonly usage: ReturnType<typeof usageOf>
}

/** @throws Refusal where it does not fit into the model's context */
export function replyOf(body: ChatBody, model: Model, pictures: readonly Picture[]): Reply {
  const most = body.max_completion_tokens ?? body.max_tokens ?? 16_384
  const prompt =
    tokenCount(textsOf(body.messages).join('\n')) +
    pictures.reduce((sum, picture) => sum + tokensOf(picture), 0)
  requireRoom(model, prompt, most)
  const said = saidBy(model, body, pictures)
  const tokens = tokenCount(said.text)
  const cut = tokens > most
  const text = cut
    ? Array.from(said.text)
        .slice(0, most * 4)
        .join('')
    : said.text
  return {
    hasChoice: model.trait !== 'silent',
    refusal: said.refusal ?? null,
    text,
    finish: cut ? 'length' : (said.finish ?? 'stop'),
    usage: usageOf(model, prompt, tokenCount(text)),
  }
}

interface Said {
  readonly text: string
  readonly refusal?: string
  readonly finish?: Reply['finish']
}

function saidBy(model: Model, body: ChatBody, pictures: readonly Picture[]): Said {
  const { trait } = model
  if (trait === 'empty' || trait === 'silent') return { text: '' }
  if (trait === 'filters') return { text: '', finish: 'content_filter' }
  if (trait === 'refuses') return { text: '', refusal: "I'm sorry, but I can't help with that." }
  const format = body.response_format ?? undefined
  const schema = format?.type === 'json_schema' ? format.json_schema.schema : undefined
  const text = writtenText({
    messages: body.messages,
    pictures,
    // A loose model talks instead of keeping to the schema.
    schema: trait === 'loose' ? undefined : schema,
    asJson: format?.type === 'json_object' && trait !== 'loose',
  })
  if (trait !== 'cuts-off') return { text }
  return { text: text.slice(0, Math.ceil(text.length / 2)), finish: 'length' }
}

function requireRoom({ contextLength }: Model, prompt: number, most: number): void {
  const wanted = prompt + Math.min(most, Math.floor(contextLength / 2))
  if (wanted <= contextLength) return
  throw badRequest(
    `This endpoint's maximum context length is ${contextLength} tokens. However, you requested about ${wanted} tokens.`,
    'context_length_exceeded',
  )
}

function usageOf({ price }: Model, prompt: number, completion: number) {
  const promptCost = prompt * price.prompt
  const completionCost = completion * price.completion
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    cost: rounded(promptCost + completionCost),
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_prompt_cost: rounded(promptCost),
      upstream_inference_completions_cost: rounded(completionCost),
    },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}

/** Without what floating point adds. */
function rounded(dollars: number): number {
  return Number(dollars.toFixed(12))
}
