import type { Context } from '../../../context.ts'
import type { SuggestHashtagsBody } from '../ai.schemas.ts'
import type { Material } from '../material.ts'
import { hashtagsPrompt } from '../prompts/hashtags.prompt.ts'
import { variantsOf, type Task } from '../task.ts'
import { connectorOf } from './asking.ts'

/** Hashtags for a text. @throws ApiError PLATFORM_UNAVAILABLE */
export function hashtagsTask(
  context: Context,
  material: Material,
  body: SuggestHashtagsBody,
): Task {
  const { content, platform, count = 10 } = body
  const connector = platform === undefined ? undefined : connectorOf(context, platform)
  return {
    task: 'hashtags',
    brandId: material.brand.id,
    prompt: hashtagsPrompt(material, { content, count, connector }),
    fields: ['hashtags'],
    // They stand below a text that is not known to the network yet.
    versions: variantsOf(1, undefined),
    bannedWords: material.brand.bannedWords,
    input: body,
    asked: content,
    maxOutputTokens: 600,
    temperature: 0.5,
  }
}
