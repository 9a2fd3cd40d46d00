import { ProviderFailure, read, type AiModel } from '@t21/plugin-kit'
import { Models } from './schemas.ts'

/** Reads the list of models: those that write text. @throws ProviderFailure */
export function readModels(json: unknown): readonly AiModel[] {
  const models = read(Models, json)
  if (models === null) {
    throw new ProviderFailure('transient', { message: 'OpenRouter gave no list of models.' })
  }
  return models.data
    .filter(({ architecture }) => architecture.output_modalities.includes('text'))
    .map(({ id, architecture, supported_parameters, context_length }) => ({
      id,
      seesImages: architecture.input_modalities.includes('image'),
      // `response_format` alone promises some JSON, and not of which schema.
      keepsSchema: supported_parameters.includes('structured_outputs'),
      contextTokens: context_length ?? 0,
    }))
}
