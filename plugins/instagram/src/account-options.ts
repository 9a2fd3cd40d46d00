import { searchPlaces, type Place } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { Type, type TSchema } from 'typebox'
import { callFailure } from './errors.ts'
import { factsOf } from './facts.ts'
import { facebookLoginOptions, options } from './options.ts'
import { appOf, type Settings } from './settings.ts'

/**
 * The options that this account has. By Facebook Login with the places that a person looks for: it is the Facebook app
 * that searches. Instagram Login has no such app, nor partnerships, and so nothing is asked.
 *
 * @throws ConnectorFailure `permission` where the app may not search; without a search nothing is asked
 */
export async function accountOptions(
  call: ConnectorCall<Settings>,
  { search }: { readonly search?: string | undefined },
): Promise<TSchema> {
  const { login } = factsOf(call.account.facts)
  if (login === 'instagram') return Type.Omit(options, [...facebookLoginOptions])
  if (search === undefined || search.trim() === '') return options
  const app = { http: call.http, settings: appOf(call.settings, login) }
  const found = await searchPlaces(app, search.trim(), {
    network: 'Facebook',
    appSettings: 'INSTAGRAM_FACEBOOK_CLIENT_ID and INSTAGRAM_FACEBOOK_CLIENT_SECRET',
    failure: (response) => callFailure(response, 'looking for places', call.now),
    accepts: isOnMap,
  })
  const { locationId, ...others } = options.properties
  return Type.Object(
    { ...others, locationId: Type.Optional({ ...locationId, oneOf: [...found] }) },
    { additionalProperties: false },
  )
}

/** Instagram refuses a place without a point on the map: `INVALID_LOCATION_ID`, instagram.md 4. */
function isOnMap({ location }: Place): boolean {
  return location.latitude !== undefined && location.longitude !== undefined
}
