import type { Ai } from '@t21/plugin-kit'
import type { SubscriptionTier } from './authz/vocabulary.ts'

/** What AI can be asked to do. */
export const aiTasks = ['content', 'caption', 'hashtags', 'improve', 'repurpose'] as const

/** See {@link aiTasks}. */
export type AiTask = (typeof aiTasks)[number]

/** Models by what they are for: `content`, `PRO:content`, `*`, `PRO:*`; each list best first. */
export type ModelChoice = ReadonlyMap<string, readonly string[]>

const entry = /^((?:(?:FREE|PRO|BUSINESS):)?(?:\*|[a-z]+))=(.+)$/
const model = /^[\w.:@~-]+(?:\/[\w.:@~-]+)*$/

/**
 * Reads `AI_MODELS`.
 *
 * @throws Error naming every entry that is none
 */
export function parseModels(items: readonly string[]): ModelChoice {
  const choice = new Map<string, readonly string[]>()
  const wrong: string[] = []
  for (const item of items) {
    const [, key = '', list = ''] = entry.exec(item) ?? []
    const models = list.split('|').map((one) => one.trim())
    const task = key.replace(/^[A-Z]+:/, '')
    const known = task === '*' || aiTasks.some((one) => one === task)
    if (!known || choice.has(key) || !models.every((one) => model.test(one))) wrong.push(item)
    choice.set(key, models)
  }
  if (wrong.length === 0) return choice
  throw new Error(
    `must be entries such as content=maker/model or PRO:*=maker/model|other/model, each task once, of ${aiTasks.join(', ')} or *; ${wrong.map((item) => `"${item}"`).join(', ')} is none.`,
  )
}

/** The models for a task of somebody with a plan, best first: what is said for exactly that comes before what is said for more. */
export function modelsFor(
  choice: ModelChoice,
  ai: Pick<Ai, 'recommended'>,
  { task, tier }: { readonly task: AiTask; readonly tier: SubscriptionTier },
): readonly string[] {
  for (const key of [`${tier}:${task}`, task, `${tier}:*`, '*']) {
    const models = choice.get(key)
    if (models !== undefined) return models
  }
  const { text = [], pictures = [] } = ai.recommended ?? {}
  return task === 'caption' ? pictures : text
}
