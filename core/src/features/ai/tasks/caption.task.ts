import type { Principal } from '../../../authz/principal.ts'
import type { Context } from '../../../context.ts'
import type { ImageCaptionBody } from '../ai.schemas.ts'
import type { Material } from '../material.ts'
import { pictureOf } from '../picture.ts'
import { captionPrompt } from '../prompts/caption.prompt.ts'
import { variantsOf, type Task } from '../task.ts'
import { connectorOf } from './asking.ts'

const tokensPerVersion = 800

/**
 * A caption for a picture, which is fetched and made small before anything is paid.
 *
 * @throws ApiError VALIDATION_ERROR, NOT_FOUND, UNSUPPORTED_MEDIA, URL_NOT_ALLOWED, PAYLOAD_TOO_LARGE, PLATFORM_UNAVAILABLE
 */
export async function captionTask(
  context: Context,
  principal: Principal,
  material: Material,
  body: ImageCaptionBody,
): Promise<Task> {
  const { prompt, platform, tone, variants = 1 } = body
  const connector = platform === undefined ? undefined : connectorOf(context, platform)
  const { organizationId } = material.brand
  const picture = await pictureOf(context, principal, organizationId, body)
  return {
    task: 'caption',
    brandId: material.brand.id,
    prompt: captionPrompt(material, { picture, prompt, tone, versions: variants, connector }),
    fields: ['content', 'altText'],
    versions: variantsOf(variants, connector),
    bannedWords: material.brand.bannedWords,
    input: body,
    asked: prompt ?? 'A caption for a picture',
    maxOutputTokens: tokensPerVersion * variants,
    temperature: 0.7,
  }
}
