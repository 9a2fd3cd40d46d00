import type { Connector } from '@t21/plugin-kit'
import type { AiTask } from '../../config.models.ts'
import type { Prompt } from './prompts/prompt.ts'
import type { VersionField } from './version.ts'

/** A version that is wanted. */
export interface WantedVersion {
  /** Its property in the answer of the model. */
  readonly key: string
  /** The network that it has to fit. */
  readonly connector: Readonly<Connector> | undefined
}

/** What AI is asked for: everything that the rest has to know of an endpoint. */
export interface Task {
  readonly task: AiTask
  readonly brandId: string
  readonly prompt: Prompt
  /** What a model writes for each version. */
  readonly fields: readonly VersionField[]
  /** One credit each. */
  readonly versions: readonly WantedVersion[]
  readonly bannedWords: readonly string[]
  /** What was asked, as it came: two that are equal are one while the first is being written. */
  readonly input: object
  /** What a post that is made of it remembers as its prompt. */
  readonly asked: string
  readonly maxOutputTokens: number
  /** From 0, always the same, to 2. */
  readonly temperature: number
}

/** So many versions of one text, for one network or none. */
export function variantsOf(
  count: number,
  connector: Readonly<Connector> | undefined,
): WantedVersion[] {
  return Array.from({ length: count }, (_, index) => ({ key: `version${index + 1}`, connector }))
}
