import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { fillTemplate } from './fill-template.ts'
import { getTemplate } from './templates.service.ts'

const maxContent = 5_000

/** What a new post says, or from which template it is made. */
export interface ContentSource {
  readonly brandId: string
  readonly content?: string
  readonly templateId?: string
  readonly variables?: Readonly<Record<string, string>>
}

/**
 * The text of a new post: its own, or a template of its brand with the values in it.
 *
 * @throws ApiError NOT_FOUND for a template of somebody else or of another brand; VALIDATION_ERROR for both texts or none,
 * for variables without a value, values without a variable, and a text that becomes too long
 */
export async function contentOf(
  context: Context,
  principal: Principal,
  { brandId, content, templateId, variables }: ContentSource,
): Promise<string> {
  if (templateId === undefined) {
    if (variables !== undefined) throw invalid('variables', 'Give `templateId` with them.')
    if (content === undefined) throw invalid('content', 'Give the text, or `templateId`.')
    return content
  }
  if (content !== undefined) throw invalid('templateId', 'Give it, or `content`, not both.')
  const { template } = await getTemplate(context, principal, { brandId, id: templateId })
  const { text, missing, unknown } = fillTemplate(template, variables ?? {})
  const details = [
    ...missing.map((name) => ({
      field: `variables.${name}`,
      message: 'The template needs a value for this; it has no default.',
    })),
    ...unknown.map((name) => ({
      field: `variables.${name}`,
      message: 'The template has no such variable; leave it out.',
    })),
  ]
  if (details.length > 0) {
    throw new ApiError('VALIDATION_ERROR', 'Invalid request data', { details })
  }
  // As the schema counts: characters, not half surrogate pairs.
  const length = Array.from(text).length
  if (length > maxContent) {
    throw invalid(
      'variables',
      `The text has ${length} characters with these values; at most ${maxContent} are possible.`,
    )
  }
  return text
}
