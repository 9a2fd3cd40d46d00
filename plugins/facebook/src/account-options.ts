import { appToken, readList } from '@t21/meta-graph'
import type { ConnectorCall, ConnectorFailure } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { Type, type Static, type TSchema } from 'typebox'
import { searchPath } from './api.ts'
import { facebookFailures } from './errors.ts'
import { options } from './options.ts'
import type { Settings } from './settings.ts'

const Place = Type.Object({
  id: Type.String({ pattern: '^[0-9]{1,25}$' }),
  name: Type.String(),
  location: Type.Object({
    street: Type.Optional(Type.String()),
    city: Type.Optional(Type.String()),
    country: Type.Optional(Type.String()),
  }),
})

const maxChoices = 25

/**
 * The options with the places that a person looks for: Pages with an address. Facebook lets only apps search that have
 * the feature "Page Public Metadata Access".
 *
 * @throws ConnectorFailure `permission` where the app has it not; without a search nothing is asked
 */
export async function accountOptions(
  call: ConnectorCall<Settings>,
  { search }: { readonly search?: string | undefined },
): Promise<TSchema> {
  if (search === undefined || search.trim() === '') return options
  const list = await readList(
    call,
    {
      method: 'GET',
      path: searchPath,
      token: appToken(call.settings),
      query: { q: search.trim(), fields: 'id,name,location' },
    },
    (response) => ofApp(facebookFailures.call(response, 'looking for places', call.now)),
    1,
  )
  const places = list.entries.flatMap((entry) => read(Place, entry) ?? []).slice(0, maxChoices)
  const { placeId, ...others } = options.properties
  return Type.Object(
    { ...others, placeId: Type.Optional({ ...placeId, oneOf: places.map(choice) }) },
    { additionalProperties: false },
  )
}

/** It was the app's own token that Facebook refused: connecting the account again would mend nothing. */
function ofApp(failure: ConnectorFailure): ConnectorFailure {
  if (failure.kind !== 'reauth') return failure
  const { networkCode, networkMessage } = failure.details
  return failures.appConfig({
    message: 'Facebook refuses the app itself.',
    remedy: 'The operator has to check FACEBOOK_CLIENT_ID and FACEBOOK_CLIENT_SECRET.',
    networkCode,
    networkMessage,
  })
}

function choice({ id, name, location }: Static<typeof Place>) {
  const { street, city, country } = location
  const where = [street, city, country].filter((part) => part !== undefined && part !== '')
  return { const: id, title: [name, ...where].join(', ') }
}
