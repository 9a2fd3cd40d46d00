import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { create } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { missing } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import { page, paging } from '../api/lists.ts'
import { address, flag, ignored, required, text } from '../api/params.ts'
import { livingCustomer } from '../objects/existing.ts'
import type { PortalSession } from '../objects/records.ts'
import { portalConfiguration } from './configuration.ts'

/** `/v1/billing_portal`. */
export const portalRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/billing_portal/sessions',
      operation: 'create_portal_session',
      params: {
        configuration: text,
        customer: required(text),
        flow_data: ignored,
        locale: ignored,
        return_url: address,
      },
    },
    (act, { configuration = portalConfiguration.id, customer, return_url: back = null }) => {
      livingCustomer(act.context, customer, 'customer')
      if (configuration !== portalConfiguration.id) {
        throw missing('configuration', configuration, 'configuration')
      }
      const secret = newId('test', 48)
      const session: PortalSession = {
        id: newId('bps'),
        object: 'billing_portal.session',
        configuration,
        created: act.at,
        customer,
        customer_account: null,
        flow: null,
        livemode: false,
        locale: null,
        on_behalf_of: null,
        return_url: back,
        url: `${act.context.origin('billing.stripe.com')}/p/session/${secret}`,
      }
      return create(act, 'portal_sessions', session, 'billing_portal.session.created')
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/billing_portal/configurations',
      operation: 'list_portal_configurations',
      params: { ...paging, active: flag, is_default: flag },
    },
    (_, { active, is_default: isDefault, ...asked }) => {
      const found = active === false || isDefault === false ? [] : [portalConfiguration]
      return page(found, '/billing_portal/configurations', asked)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/billing_portal/configurations/:id',
      operation: 'retrieve_portal_configuration',
      params: {},
    },
    (_, __, { id }) => {
      if (id !== portalConfiguration.id) throw missing('configuration', id)
      return portalConfiguration
    },
  ),
]
