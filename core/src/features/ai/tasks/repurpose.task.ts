import type { Context } from '../../../context.ts'
import type { RepurposeBody } from '../ai.schemas.ts'
import type { Material } from '../material.ts'
import { repurposePrompt } from '../prompts/repurpose.prompt.ts'
import type { Task } from '../task.ts'
import { connectorOf } from './asking.ts'

const tokensPerVersion = 1_200

/** One text for several networks. @throws ApiError PLATFORM_UNAVAILABLE */
export function repurposeTask(context: Context, material: Material, body: RepurposeBody): Task {
  const { content, platforms } = body
  const connectors = platforms.map((platform, index) =>
    connectorOf(context, platform, `platforms[${index}]`),
  )
  return {
    task: 'repurpose',
    brandId: material.brand.id,
    prompt: repurposePrompt(material, { content, connectors }),
    fields: ['content', 'hashtags'],
    versions: connectors.map((connector) => ({ key: connector.platform, connector })),
    bannedWords: material.brand.bannedWords,
    input: body,
    asked: content,
    maxOutputTokens: tokensPerVersion * platforms.length,
    temperature: 0.8,
  }
}
