import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { present, type Presentable } from '../api/fields.ts'
import { cutPage, listAnswer } from '../api/paging.ts'
import { graphRoute, type GraphHost } from '../api/route.ts'
import { places, type Place } from './places.ts'

/** `/pages/search`: pages by a word of their name, those with a location too. Every kind of token may ask. */
export function placeRoutes<Caller>(host: GraphHost<Caller>): readonly EmulatorRoute[] {
  return [
    graphRoute(host, {
      method: 'GET',
      path: '/pages/search',
      operation: 'search_places',
      handle({ params, fields, request, context }) {
        const wanted = params.require('q').toLowerCase()
        const rows = places.filter(({ name }) => name.toLowerCase().includes(wanted))
        const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
        const data = cut.rows.map((place) => present(presentablePlace(place), fields))
        return { status: 200, json: listAnswer(data, cut.paging) }
      },
    }),
  ]
}

/** A place as a page with a location. */
export function presentablePlace({ id, name, location }: Place): Presentable {
  const link = `https://www.facebook.com/${id}`
  return { type: 'Page', id, values: { id, name, location, link }, usual: ['name'] }
}
