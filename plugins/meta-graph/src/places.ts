import type { ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { readList } from './paging.ts'
import { appToken, type GraphCall } from './request.ts'

const Text = Type.Optional(Type.String())
const Degrees = Type.Optional(Type.Number())

const Place = Type.Object({
  id: Type.String({ pattern: '^[0-9]{1,25}$' }),
  name: Type.String(),
  location: Type.Object({
    street: Text,
    city: Text,
    country: Text,
    latitude: Degrees,
    longitude: Degrees,
  }),
})

/** A Page that is a place: one with a location. */
export type Place = Static<typeof Place>

/** Below the version: `/documentation/pages-api/search-pages`. */
const searchPath = 'pages/search'

const maxChoices = 25

/** What differs between the networks. */
export interface PlaceSearch {
  /** As people write it: `Facebook`. */
  readonly network: string
  /** The settings of the app, for the operator: `FACEBOOK_CLIENT_ID and FACEBOOK_CLIENT_SECRET`. */
  readonly appSettings: string
  /** Makes the failure of an answer that is no list. */
  readonly failure: (response: ConnectorResponse) => ConnectorFailure
  /** The places that a post may name; all of them where it is left out. */
  readonly accepts?: (place: Place) => boolean
}

/**
 * Looks for places by a word of their name, as choices of an option. It is the app that searches, with its own token, and
 * Meta lets only apps search that have the feature "Page Public Metadata Access".
 *
 * @throws ConnectorFailure `permission` where the app has it not
 */
export async function searchPlaces(
  call: GraphCall,
  search: string,
  { network, appSettings, failure, accepts = () => true }: PlaceSearch,
): Promise<readonly { readonly const: string; readonly title: string }[]> {
  const request = {
    method: 'GET',
    path: searchPath,
    token: appToken(call.settings),
    query: { q: search, fields: 'id,name,location' },
  } as const
  const refused = (response: ConnectorResponse) => ofApp(failure(response), network, appSettings)
  const list = await readList(call, request, refused, 1)
  const found = list.entries.flatMap((entry) => read(Place, entry) ?? [])
  return found.filter(accepts).slice(0, maxChoices).map(choice)
}

/** It was the app that was refused: connecting the account again would mend nothing. */
function ofApp(failure: ConnectorFailure, network: string, appSettings: string): ConnectorFailure {
  const { networkCode, networkMessage } = failure.details
  if (failure.kind === 'permission') {
    return failures.permission({
      message: `${network} does not let this app look for places.`,
      remedy:
        'The operator asks Meta for the feature "Page Public Metadata Access". Without it, give the id of the place’s Page.',
      networkCode,
      networkMessage,
    })
  }
  if (failure.kind !== 'reauth') return failure
  return failures.appConfig({
    message: `${network} refuses the app itself.`,
    remedy: `The operator has to check ${appSettings}.`,
    networkCode,
    networkMessage,
  })
}

function choice({ id, name, location }: Place) {
  const { street, city, country } = location
  const where = [street, city, country].filter((part) => part !== undefined && part !== '')
  return { const: id, title: [name, ...where].join(', ') }
}
