import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { apiError, badRequest, rateLimited } from '../api/errors.ts'
import { findModel, type Model } from '../models/catalogue.ts'
import type { ChatBody } from './body.ts'
import { hasPictures } from './pictures.ts'
import { strictSchema } from './strict-schema.ts'
import { textsOf } from './texts.ts'

/** The model that will answer: the first of those asked for that can. @throws Refusal in the words for the first */
export function admittedModel(body: ChatBody, context: EmulatorContext): Model {
  const wanted = [...(body.model === undefined ? [] : [body.model]), ...(body.models ?? [])]
  const [first, ...rest] = wanted
  if (first === undefined) throw badRequest('No models provided')
  try {
    return admitted(first, body, context)
  } catch (refusal) {
    for (const id of rest) {
      const model = findModel(id)
      if (model?.trait === undefined && model !== undefined) return admitted(id, body, context)
    }
    throw refusal
  }
}

function admitted(id: string, body: ChatBody, context: EmulatorContext): Model {
  const model = findModel(id)
  if (model === undefined) throw badRequest(`${id} is not a valid model ID`)
  if (model.trait === 'gone')
    throw apiError(404, `No endpoints found for ${id}.`, { error_type: 'not_found' })
  if (hasPictures(body.messages) && !model.sees) {
    throw apiError(404, 'No endpoints found that support image input')
  }
  const format = body.response_format
  if (format?.type === 'json_schema') {
    if (!model.keepsSchema) {
      throw badRequest(`${id} does not support structured outputs (response_format: json_schema).`)
    }
    if (format.json_schema.strict === true) strictSchema(format.json_schema)
  }
  moderate(model, body)
  if (model.trait !== undefined) failBefore(model.trait, context)
  return model
}

/** Moderation flags one word: README.md. */
function moderate(model: Model, body: ChatBody): void {
  const flagged = textsOf(body.messages).find((text) => /\bbomb\b/i.test(text))
  if (!model.moderated || flagged === undefined) return
  throw apiError(403, `${model.id} requires moderation and your input was flagged.`, {
    reasons: ['violence'],
    flagged_input:
      flagged.length > 100 ? `${flagged.slice(0, 48)}...${flagged.slice(-48)}` : flagged,
    provider_name: 'Sandbox',
    model_slug: model.id,
  })
}

function failBefore(trait: NonNullable<Model['trait']>, context: EmulatorContext): void {
  if (trait === 'busy') throw rateLimited(new Date(context.now().getTime() + 30_000))
  if (trait === 'timeout') throw apiError(408, 'Your request timed out')
  if (trait === 'down') {
    throw apiError(502, 'Provider returned error', { error_type: 'provider_unavailable' })
  }
  if (trait === 'overflows') {
    const metadata = { error_type: 'provider_overloaded' }
    throw apiError(503, 'Provider is overloaded', metadata, { 'Retry-After': '7' })
  }
}
