import type { Context } from '../../../context.ts'
import { invalid } from '../../../errors.ts'
import type { ImproveContentBody } from '../ai.schemas.ts'
import type { Material } from '../material.ts'
import { improvePrompt, type Improvement } from '../prompts/improve.prompt.ts'
import { variantsOf, type Task } from '../task.ts'
import { connectorOf } from './asking.ts'

const tokensPerVersion = 2_500

/** What each action needs to know, by the field that says it. */
const wishes: Partial<Readonly<Record<Improvement, 'tone' | 'language' | 'instruction'>>> = {
  tone: 'tone',
  translate: 'language',
  custom: 'instruction',
}

/** A text made better. @throws ApiError VALIDATION_ERROR, PLATFORM_UNAVAILABLE */
export function improveTask(context: Context, material: Material, body: ImproveContentBody): Task {
  const { content, action, platform, variants = 1 } = body
  const wish = wishOf(body)
  const connector = platform === undefined ? undefined : connectorOf(context, platform)
  return {
    task: 'improve',
    brandId: material.brand.id,
    prompt: improvePrompt(material, { content, action, wish, versions: variants, connector }),
    fields: ['content'],
    versions: variantsOf(variants, connector),
    bannedWords: material.brand.bannedWords,
    input: body,
    asked: wish === undefined ? action : `${action}: ${wish}`,
    maxOutputTokens: tokensPerVersion * variants,
    temperature: action === 'grammar' || action === 'translate' ? 0.2 : 0.7,
  }
}

function wishOf(body: ImproveContentBody): string | undefined {
  const field = wishes[body.action]
  for (const name of ['tone', 'language', 'instruction'] as const) {
    if (name !== field && body[name] !== undefined) {
      throw invalid(name, `The action "${body.action}" takes no ${name}; leave it out.`)
    }
  }
  if (field === undefined) return undefined
  const wish = body[field]
  if (wish === undefined) throw invalid(field, `The action "${body.action}" needs it.`)
  return wish
}
