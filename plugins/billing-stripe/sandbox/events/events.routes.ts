import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { endpoint } from '../api/endpoint.ts'
import { created, page, paging } from '../api/lists.ts'
import { list, required, text } from '../api/params.ts'
import { day } from '../billing/clock.ts'
import { existing } from '../objects/existing.ts'
import { table } from '../objects/records.ts'
import { writtenAt } from './events.ts'

/** How long events can be read, in seconds. */
const readable = 30 * day

/** `/v1/events`: the log. */
export const eventRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'GET',
      path: '/events/:id',
      operation: 'retrieve_event',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'events', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/events',
      operation: 'list_events',
      params: { ...paging, created, type: text, types: list(required(text)) },
    },
    ({ context, at }, { created: when, type, types, ...asked }) => {
      const wanted = types ?? (type === undefined ? undefined : [type])
      const found = [...table(context, 'events').values()].filter(
        (event) =>
          (writtenAt(context).get(event.id) ?? 0) > at - readable &&
          (when === undefined || when(event.created)) &&
          (wanted === undefined || wanted.some((one) => fits(event.type, one))),
      )
      return page(found, '/events', asked)
    },
  ),
]

function fits(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}
