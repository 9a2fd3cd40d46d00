import type { AiMessage, AiPart, AiRequest } from '@t21/plugin-kit'
import type { OpenAI } from 'openai'

type Message = OpenAI.ChatCompletionMessageParam
type Part = OpenAI.ChatCompletionContentPartText | OpenAI.ChatCompletionContentPartImage

/** What OpenRouter takes besides what the library knows. */
interface Accounting {
  /** Has the cost told with the tokens. */
  readonly usage: { readonly include: true }
}

/** A request as OpenRouter wants it. */
export function parametersOf(
  request: AiRequest,
): OpenAI.ChatCompletionCreateParamsNonStreaming & Accounting {
  const { model, messages, schema, maxOutputTokens, temperature, caller } = request
  return {
    model,
    messages: messages.map(messageOf),
    // Every model of OpenRouter knows this name, not every one the newer `max_completion_tokens`.
    max_tokens: maxOutputTokens,
    temperature,
    user: caller,
    usage: { include: true },
    ...(schema !== undefined && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: schema.name, strict: true, schema: { ...schema.schema } },
      },
    }),
  }
}

function messageOf({ role, parts }: AiMessage): Message {
  if (role === 'user') return { role, content: contentOf(parts) }
  // Only what people gave can have pictures in it.
  return { role, content: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n') }
}

/** Text alone as text: not every model reads parts. */
function contentOf(parts: readonly AiPart[]): string | Part[] {
  const [only] = parts
  if (parts.length === 1 && only?.kind === 'text') return only.text
  return parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: dataUrl(part) } },
  )
}

function dataUrl({ mediaType, bytes }: Extract<AiPart, { kind: 'image' }>): string {
  const { buffer, byteOffset, byteLength } = bytes
  return `data:${mediaType};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`
}
