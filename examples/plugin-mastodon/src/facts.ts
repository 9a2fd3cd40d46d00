import type { AccountFacts } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { defaultLimits, type InstanceLimits } from './limits.ts'
import type { InstanceAnswer, MeAnswer } from './schemas.ts'

const Facts = Type.Object({
  limits: Type.Object({
    maxCharacters: Type.Number(),
    charactersPerUrl: Type.Number(),
    maxMedia: Type.Number(),
    maxDescription: Type.Number(),
    imageBytes: Type.Number(),
    imagePixels: Type.Number(),
    videoBytes: Type.Number(),
    videoPixels: Type.Number(),
    videoFrameRate: Type.Number(),
    mimeTypes: Type.Array(Type.String()),
    pollOptions: Type.Number(),
    pollOptionCharacters: Type.Number(),
    pollMinSeconds: Type.Number(),
    pollMaxSeconds: Type.Number(),
  }),
  /** The account's own default. */
  visibility: Type.Union([Type.String(), Type.Null()]),
})

/** What is kept of an account besides its id and names. */
export type MastodonFacts = Static<typeof Facts>

/** The facts of an account; limits that the instance does not tell are Mastodon's own. */
export function factsOf(instance: InstanceAnswer | null, me: MeAnswer): MastodonFacts {
  const { statuses, media_attachments: media, polls } = instance?.configuration ?? {}
  const known = defaultLimits
  return {
    limits: {
      maxCharacters: statuses?.max_characters ?? known.maxCharacters,
      charactersPerUrl: statuses?.characters_reserved_per_url ?? known.charactersPerUrl,
      maxMedia: statuses?.max_media_attachments ?? known.maxMedia,
      maxDescription: media?.description_limit ?? known.maxDescription,
      imageBytes: media?.image_size_limit ?? known.imageBytes,
      imagePixels: media?.image_matrix_limit ?? known.imagePixels,
      videoBytes: media?.video_size_limit ?? known.videoBytes,
      videoPixels: media?.video_matrix_limit ?? known.videoPixels,
      videoFrameRate: media?.video_frame_rate_limit ?? known.videoFrameRate,
      mimeTypes: [...(media?.supported_mime_types ?? known.mimeTypes)],
      pollOptions: polls?.max_options ?? known.pollOptions,
      pollOptionCharacters: polls?.max_characters_per_option ?? known.pollOptionCharacters,
      pollMinSeconds: polls?.min_expiration ?? known.pollMinSeconds,
      pollMaxSeconds: polls?.max_expiration ?? known.pollMaxSeconds,
    },
    visibility: me.source?.privacy ?? null,
  }
}

/** The limits of an account as stored; Mastodon's own where nothing is stored. */
export function limitsOf(facts: AccountFacts | null): InstanceLimits {
  return read(Facts, facts)?.limits ?? defaultLimits
}
