import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { listedModels, type Model } from './catalogue.ts'

/** The list of models, which needs no key. */
export const modelRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'openrouter.ai',
    path: '/api/v1/models',
    operation: 'list_models',
    handle({ query }) {
      const wanted = query.get('supported_parameters')?.split(',') ?? []
      const models = listedModels()
        .map(modelView)
        .filter((view) => wanted.every((name) => view.supported_parameters.includes(name)))
      return {
        status: 200,
        json: { data: models, links: { next: null }, total_count: models.length },
      }
    },
  },
]

function modelView(model: Model) {
  const { id, name, contextLength, sees, keepsSchema, moderated, price } = model
  return {
    id,
    canonical_slug: id,
    hugging_face_id: null,
    name,
    created: 1_750_000_000,
    description: `${name}, as the sandbox writes.`,
    context_length: contextLength,
    architecture: {
      modality: sees ? 'text+image->text' : 'text->text',
      input_modalities: sees ? ['text', 'image'] : ['text'],
      output_modalities: ['text'],
      tokenizer: 'Other',
      instruct_type: null,
    },
    pricing: {
      prompt: decimals(price.prompt),
      completion: decimals(price.completion),
      request: '0',
      image: '0',
    },
    top_provider: {
      context_length: contextLength,
      max_completion_tokens: 16_384,
      is_moderated: moderated,
    },
    per_request_limits: null,
    supported_parameters: [
      'max_tokens',
      'temperature',
      'top_p',
      'stop',
      'seed',
      ...(keepsSchema ? ['response_format', 'structured_outputs'] : []),
    ],
    default_parameters: {},
    supported_voices: null,
    links: { details: `/api/v1/models/${id}/endpoints` },
    expiration_date: null,
  }
}

/** Prices are decimals as text: `0.00000015`. */
function decimals(dollars: number): string {
  return dollars.toFixed(12).replace(/0+$/, '').replace(/\.$/, '')
}
