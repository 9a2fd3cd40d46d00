import type { ConnectorCall } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { factsOf } from './facts.ts'
import { readInstance, readMe } from './me.ts'
import { options, visibilities } from './options.ts'
import type { Settings } from './settings.ts'

/** The options with the limits of this instance and the account's own default. There is nothing to search for. */
export async function accountOptions(call: ConnectorCall<Settings>): Promise<TSchema> {
  const me = await readMe(call, call.accessToken)
  const { limits, visibility } = factsOf(await readInstance(call, call.accessToken), me)
  return Type.Object(
    {
      ...options.properties,
      visibility: Type.Optional(
        Type.Unsafe({
          oneOf: Object.entries(visibilities).map(([value, title]) => ({ const: value, title })),
          description: 'Who sees the post.',
          ...(visibility !== null && { default: visibility }),
        }),
      ),
      poll: Type.Optional(
        Type.Object(
          {
            ...options.properties.poll.properties,
            options: Type.Array(
              Type.String({ minLength: 1, maxLength: limits.pollOptionCharacters }),
              { minItems: 2, maxItems: limits.pollOptions },
            ),
            durationMinutes: Type.Integer({
              minimum: Math.ceil(limits.pollMinSeconds / 60),
              maximum: Math.floor(limits.pollMaxSeconds / 60),
            }),
          },
          { additionalProperties: false, description: 'A poll below the text; not with media.' },
        ),
      ),
    },
    { additionalProperties: false },
  )
}
