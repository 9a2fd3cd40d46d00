import { derivedId } from '../api/ids.ts'

/** A page with a location, which a post may name as its place. */
export interface Place {
  readonly id: string
  readonly name: string
  readonly location: Readonly<Record<string, string | number>>
}

/** The places of the emulated network. */
export const places: readonly Place[] = [
  place('Berlin, Germany', {
    city: 'Berlin',
    country: 'Germany',
    latitude: 52.5167,
    longitude: 13.3833,
  }),
  place('Brandenburg Gate', {
    street: 'Pariser Platz',
    zip: '10117',
    city: 'Berlin',
    country: 'Germany',
    latitude: 52.5163,
    longitude: 13.3777,
  }),
  // Without a point on the map: a post on Instagram cannot name it.
  place('Berlin Chess Club', { city: 'Berlin', country: 'Germany' }),
  place('Paris, France', {
    city: 'Paris',
    country: 'France',
    latitude: 48.8567,
    longitude: 2.3508,
  }),
  place('London, United Kingdom', {
    city: 'London',
    country: 'United Kingdom',
    latitude: 51.5072,
    longitude: -0.1275,
  }),
  place('New York, New York', {
    city: 'New York',
    state: 'NY',
    country: 'United States',
    latitude: 40.7142,
    longitude: -74.0064,
  }),
]

/** The place of an id. */
export function findPlace(id: string): Place | undefined {
  return places.find((one) => one.id === id)
}

function place(name: string, location: Place['location']): Place {
  return { id: derivedId('place', name), name, location }
}
