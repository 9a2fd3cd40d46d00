import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change, create, type Act } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { clearable, ignored, list, object, required, text } from '../api/params.ts'
import { matcherOf } from '../api/search.ts'
import { actFor } from '../billing/clock.ts'
import { removeCustomer } from '../billing/removal.ts'
import { newCustomer } from './customer.ts'
import { existing, livingCustomer } from './existing.ts'
import { cardNamed } from './payment-methods.ts'
import { table, type Customer } from './records.ts'

const details = {
  address: ignored,
  description: clearable(text),
  email: clearable(text),
  invoice_settings: object({ default_payment_method: clearable(text), footer: ignored }),
  metadata,
  name: clearable(text),
  phone: clearable(text),
  preferred_locales: list(required(text)),
  shipping: ignored,
  tax: ignored,
}

/** How long a new customer may be missing from searches, in seconds, under the fault `delayed_visibility`. */
const searchDelay = 60

/** `/v1/customers`. */
export const customerRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/customers',
      operation: 'create_customer',
      params: { ...details, payment_method: text, test_clock: text },
    },
    (act, given) => {
      const { test_clock: clock = null, payment_method: method } = given
      if (clock !== null) existing(act.context, 'test_clocks', clock, 'test_clock')
      const changes = changesOf(act, given, undefined)
      const at = clock === null ? act.at : existing(act.context, 'test_clocks', clock).frozen_time
      const customer = { ...newCustomer(at, { test_clock: clock }), ...changes }
      create(act, 'customers', customer, 'customer.created')
      if (method !== undefined) cardNamed(act, method, customer.id)
      return customer
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/customers/search',
      operation: 'search_customers',
      params: { query: required(text), limit: paging.limit, page: text },
    },
    ({ context, at }, { query, limit = 10, page: next }) => {
      const matches = matcherOf(query, ['created', 'email', 'metadata', 'name', 'phone'])
      const latest = context.fault('delayed_visibility') ? at - searchDelay : at
      const found = living(context).filter(
        (customer) => customer.created <= latest && matches(customer),
      )
      const from = Number(next ?? 0)
      const data = found.toReversed().slice(from, from + limit)
      const more = found.length > from + limit
      return {
        object: 'search_result',
        data,
        has_more: more,
        next_page: more ? String(from + limit) : null,
        url: '/v1/customers/search',
      }
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/customers/:id',
      operation: 'retrieve_customer',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'customers', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/customers',
      operation: 'list_customers',
      params: { ...paging, email: text, created, test_clock: text },
    },
    ({ context }, { email, created: when, test_clock: clock = null, ...asked }) => {
      const found = living(context).filter(
        (customer) =>
          (email === undefined || customer.email === email) &&
          (when === undefined || when(customer.created)) &&
          customer.test_clock === clock,
      )
      return page(found, '/customers', asked)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/customers/:id',
      operation: 'update_customer',
      params: details,
    },
    (act, given, { id }) => {
      const changes = changesOf(act, given, livingCustomer(act.context, id))
      return change(actFor(act, id), 'customers', id, changes, 'customer.updated')
    },
  ),
  endpoint(
    {
      method: 'DELETE',
      path: '/customers/:id',
      operation: 'delete_customer',
      params: {},
    },
    (act, _, { id }) => {
      livingCustomer(act.context, id)
      return removeCustomer(actFor(act, id), id)
    },
  ),
]

function living(context: Pick<EmulatorContext, 'store'>): Customer[] {
  return [...table(context, 'customers').values()].filter((customer) => !('deleted' in customer))
}

interface Given {
  readonly description: string | null | undefined
  readonly email: string | null | undefined
  readonly invoice_settings: { default_payment_method: string | null | undefined } | undefined
  readonly metadata: Readonly<Record<string, string>> | undefined
  readonly name: string | null | undefined
  readonly phone: string | null | undefined
  readonly preferred_locales: string[] | undefined
}

/** @throws Refusal for an email that is none, and for somebody else's card */
function changesOf(act: Act, given: Given, before: Customer | undefined): Partial<Customer> {
  const { email, invoice_settings: settings, metadata: meta } = given
  if (typeof email === 'string' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw invalid(`Invalid email address: ${email}`, 'email', 'email_invalid')
  }
  const method = settings?.default_payment_method
  if (typeof method === 'string') {
    const card = existing(
      act.context,
      'payment_methods',
      method,
      'invoice_settings[default_payment_method]',
    )
    if (before === undefined || card.customer !== before.id) {
      const message = `The customer does not have a payment method with the ID ${method}. The payment method must be attached to the customer.`
      throw invalid(message, 'invoice_settings[default_payment_method]', 'resource_missing')
    }
  }
  return {
    ...(given.description !== undefined && { description: given.description }),
    ...(email !== undefined && { email }),
    ...(given.name !== undefined && { name: given.name }),
    ...(given.phone !== undefined && { phone: given.phone }),
    ...(given.preferred_locales && { preferred_locales: given.preferred_locales }),
    ...(meta !== undefined && { metadata: mergedMetadata(before?.metadata ?? {}, meta) }),
    ...(method !== undefined && {
      invoice_settings: {
        custom_fields: null,
        footer: null,
        rendering_options: null,
        ...before?.invoice_settings,
        default_payment_method: method,
      },
    }),
  }
}
