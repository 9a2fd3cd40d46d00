import { searchPlaces } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { facebookFailures } from './errors.ts'
import { options } from './options.ts'
import type { Settings } from './settings.ts'

/**
 * The options with the places that a person looks for: Pages with an address.
 *
 * @throws ConnectorFailure `permission` where the app may not search; without a search nothing is asked
 */
export async function accountOptions(
  call: ConnectorCall<Settings>,
  { search }: { readonly search?: string | undefined },
): Promise<TSchema> {
  if (search === undefined || search.trim() === '') return options
  const found = await searchPlaces(call, search.trim(), {
    network: 'Facebook',
    appSettings: 'FACEBOOK_CLIENT_ID and FACEBOOK_CLIENT_SECRET',
    failure: (response) => facebookFailures.call(response, 'looking for places', call.now),
  })
  const { placeId, ...others } = options.properties
  return Type.Object(
    { ...others, placeId: Type.Optional({ ...placeId, oneOf: [...found] }) },
    { additionalProperties: false },
  )
}
