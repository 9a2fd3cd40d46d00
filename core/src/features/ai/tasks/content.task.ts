import type { Context } from '../../../context.ts'
import type { GenerateContentBody } from '../ai.schemas.ts'
import type { Material } from '../material.ts'
import { contentPrompt } from '../prompts/content.prompt.ts'
import { variantsOf, type Task } from '../task.ts'
import { connectorOf } from './asking.ts'

const tokensPerVersion = 1_200

/** A new text. @throws ApiError PLATFORM_UNAVAILABLE */
export function contentTask(context: Context, material: Material, body: GenerateContentBody): Task {
  const { prompt, platform, tone, language } = body
  const { length = 'medium', includeHashtags = true, variants = 1 } = body
  const connector = platform === undefined ? undefined : connectorOf(context, platform)
  const wish = { prompt, tone, length, language, includeHashtags, versions: variants, connector }
  return {
    task: 'content',
    brandId: material.brand.id,
    prompt: contentPrompt(material, wish),
    fields: includeHashtags ? ['content', 'hashtags'] : ['content'],
    versions: variantsOf(variants, connector),
    bannedWords: material.brand.bannedWords,
    input: body,
    asked: prompt,
    maxOutputTokens: tokensPerVersion * variants,
    temperature: 0.8,
  }
}
