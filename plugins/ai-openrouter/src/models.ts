import { ProviderFailure, read, type AiModel } from '@t21/plugin-kit'
import { origin } from './client.ts'
import { Models } from './schemas.ts'

/** More pages than there can be: an address that leads back to itself ends here. */
const mostPages = 50

/** Reads the list of models, page by page: those that write text. @throws ProviderFailure */
export async function readModels(
  get: (address: string) => Promise<unknown>,
): Promise<readonly AiModel[]> {
  const found: AiModel[] = []
  let next: string | undefined = '/models'
  for (let page = 0; next !== undefined && page < mostPages; page += 1) {
    const models: ReturnType<typeof pageOf> = pageOf(await get(next))
    found.push(...models.found)
    next = models.next
  }
  return found
}

function pageOf(json: unknown): { readonly found: AiModel[]; readonly next: string | undefined } {
  const models = read(Models, json)
  if (models === null) {
    throw new ProviderFailure('transient', { message: 'OpenRouter gave no list of models.' })
  }
  const next = models.links?.next ?? undefined
  const found = models.data
    .filter(({ architecture }) => architecture.output_modalities.includes('text'))
    .map(({ id, architecture, supported_parameters, context_length }) => ({
      id,
      seesImages: architecture.input_modalities.includes('image'),
      // `response_format` alone promises some JSON, and not of which schema.
      keepsSchema: supported_parameters.includes('structured_outputs'),
      contextTokens: context_length ?? 0,
    }))
  return { found, next: next === undefined ? undefined : new URL(next, origin).href }
}
