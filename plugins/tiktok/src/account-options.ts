import type { ConnectorCall } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { knownCreator } from './creator-info.ts'
import { videoLimit } from './limits.ts'
import { options, privacyLevels } from './options.ts'
import type { Settings } from './settings.ts'

/** The options with what TikTok offers this account now; it has nothing to search for. */
export async function accountOptions(call: ConnectorCall<Settings>): Promise<TSchema> {
  const { coverTimestampMs, ...others } = options.properties
  const mode = choice(others.mode, modesOf(call.scopes))
  if (!call.scopes.includes('video.publish')) {
    return Type.Object({ ...options.properties, mode }, { additionalProperties: false })
  }
  const { facts } = await knownCreator(call)
  const levels = offeredLevels(facts.privacyLevels ?? [], call.settings)
  const maxSeconds = Math.min(facts.maxVideoSeconds ?? Infinity, videoLimit.maxSeconds)
  return Type.Object(
    {
      ...others,
      mode,
      privacyLevel: choice(others.privacyLevel, levels),
      allowComments: unlessDisabled(others.allowComments, facts.commentsDisabled),
      allowDuet: unlessDisabled(others.allowDuet, facts.duetDisabled),
      allowStitch: unlessDisabled(others.allowStitch, facts.stitchDisabled),
      coverTimestampMs: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: maxSeconds * 1000,
          description: descriptionOf(coverTimestampMs),
        }),
      ),
    },
    { additionalProperties: false },
  )
}

/** The choices of a person: of an app that was not audited, there is one. */
function offeredLevels(
  levels: readonly string[],
  { audited }: Pick<Settings, 'audited'>,
): Choice[] {
  if (!audited) {
    return [{ const: 'SELF_ONLY', title: 'Only me, until TikTok has audited the app' }]
  }
  return levels.map((level) => ({ const: level, title: titleOf(level) }))
}

function modesOf(scopes: readonly string[]): Choice[] {
  const modes: Choice[] = []
  if (scopes.includes('video.publish')) modes.push({ const: 'direct', title: 'Publish at once' })
  if (scopes.includes('video.upload')) {
    modes.push({ const: 'inbox', title: 'Send to the inbox of the TikTok app' })
  }
  return modes
}

function titleOf(level: string): string {
  const known: Readonly<Record<string, string>> = privacyLevels
  return (Object.hasOwn(known, level) ? known[level] : undefined) ?? level
}

interface Choice {
  readonly const: string
  readonly title: string
}

function choice(of: TSchema, oneOf: readonly Choice[]): TSchema {
  if (oneOf.length === 0) return of
  return Type.Optional(Type.Unsafe({ oneOf, description: descriptionOf(of) }))
}

function unlessDisabled(of: TSchema, disabled: boolean | null): TSchema {
  if (disabled !== true) return of
  return Type.Optional(
    Type.Unsafe({
      type: 'boolean',
      const: false,
      description: `${descriptionOf(of)} The account owner has switched it off in the TikTok app.`,
    }),
  )
}

function descriptionOf(schema: TSchema): string {
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : ''
}
