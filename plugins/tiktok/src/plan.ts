import type { DraftPart } from '@t21/plugin-kit'
import { failures, fieldOf, read } from '@t21/plugin-kit'
import { options as optionsSchema, type Options } from './options.ts'
import type { Settings } from './settings.ts'

/** What a part amounts to at TikTok. */
export interface Plan {
  readonly options: Options
  readonly mode: 'direct' | 'inbox'
  readonly media: 'video' | 'photo'
  readonly source: 'FILE_UPLOAD' | 'PULL_FROM_URL'
  /** As it is sent: until the operator's app was audited, always `SELF_ONLY`. `null` in the inbox. */
  readonly privacyLevel: string | null
}

/** The privacy level that is sent for the one that was chosen. */
export function effectivePrivacy<Level extends string | undefined>(
  chosen: Level,
  settings: Pick<Settings, 'audited'>,
): Level | 'SELF_ONLY' {
  return settings.audited || chosen === undefined ? chosen : 'SELF_ONLY'
}

/**
 * What is to be done for a part.
 *
 * @throws ConnectorFailure `content_rejected` where it cannot be done; `validate` says so before
 */
export function planOf(part: DraftPart, settings: Settings): Plan {
  const options = read(optionsSchema, part.options)
  if (!options) throw unfit(part, 'options', 'The options of this post are not those of TikTok')
  const kinds = new Set(part.media.map((file) => file.kind))
  const media = part.media[0]?.kind === 'video' ? 'video' : 'photo'
  const fits =
    part.kind === 'post' && kinds.size === 1 && (media === 'photo' || part.media.length === 1)
  if (!fits) throw unfit(part, 'media', 'TikTok publishes one video, or photos')
  const mode = options.mode ?? 'direct'
  const privacyLevel = effectivePrivacy(options.privacyLevel, settings)
  if (mode === 'direct' && privacyLevel === undefined) {
    throw unfit(part, 'options.privacyLevel', 'TikTok demands a privacy level')
  }
  return {
    options,
    mode,
    media,
    source: media === 'photo' ? 'PULL_FROM_URL' : (options.source ?? settings.videoSource),
    privacyLevel: mode === 'direct' ? (privacyLevel ?? null) : null,
  }
}

function unfit(part: DraftPart, field: string, what: string): Error {
  return failures.contentRejected({
    message: `${what}, so nothing was sent.`,
    remedy: 'Correct the post and publish again.',
    field: fieldOf(part, field),
  })
}
