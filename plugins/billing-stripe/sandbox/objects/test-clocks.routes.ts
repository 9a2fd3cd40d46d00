import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { create, change } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import { page, paging } from '../api/lists.ts'
import { integer, required, text } from '../api/params.ts'
import { actFor, day } from '../billing/clock.ts'
import { removeCustomer } from '../billing/removal.ts'
import { settle } from '../billing/settle.ts'
import { existing } from './existing.ts'
import { table, type TestClock } from './records.ts'

/** `/v1/test_helpers/test_clocks`: time that stands, until it is advanced, for the customers who have one. */
export const testClockRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/test_helpers/test_clocks',
      operation: 'create_test_clock',
      params: { frozen_time: required(integer), name: text },
    },
    (act, { frozen_time: frozen, name = null }) => {
      const clock: TestClock = {
        id: newId('clock'),
        object: 'test_helpers.test_clock',
        created: act.at,
        deletes_after: act.at + 30 * day,
        frozen_time: frozen,
        livemode: false,
        name,
        status: 'ready',
        status_details: {},
      }
      return create(act, 'test_clocks', clock, 'test_helpers.test_clock.created')
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/test_helpers/test_clocks/:id',
      operation: 'retrieve_test_clock',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'test_clocks', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/test_helpers/test_clocks',
      operation: 'list_test_clocks',
      params: paging,
    },
    ({ context }, asked) =>
      page(table(context, 'test_clocks').values(), '/test_helpers/test_clocks', asked),
  ),
  endpoint(
    {
      method: 'DELETE',
      path: '/test_helpers/test_clocks/:id',
      operation: 'delete_test_clock',
      params: {},
    },
    (act, _, { id }) => {
      existing(act.context, 'test_clocks', id)
      // Its customers go with it, and all that runs for them.
      for (const customer of table(act.context, 'customers').values()) {
        if (customer.test_clock === id) removeCustomer(actFor(act, customer.id), customer.id)
      }
      table(act.context, 'test_clocks').delete(id)
      return { id, object: 'test_helpers.test_clock', deleted: true }
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/test_helpers/test_clocks/:id/advance',
      operation: 'advance_test_clock',
      params: { frozen_time: required(integer) },
    },
    (act, { frozen_time: frozen }, { id }) => {
      const clock = existing(act.context, 'test_clocks', id)
      if (frozen <= clock.frozen_time) {
        throw invalid(
          'A test clock can only be advanced to a time after its current one.',
          'frozen_time',
        )
      }
      const advancing = change(
        act,
        'test_clocks',
        id,
        {
          frozen_time: frozen,
          status: 'advancing',
          status_details: { advancing: { target_frozen_time: frozen } },
        },
        'test_helpers.test_clock.advancing',
      )
      settle(act.context)
      const ready = { status: 'ready', status_details: {} } as const
      change(act, 'test_clocks', id, ready, 'test_helpers.test_clock.ready')
      return advancing
    },
  ),
]
