import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { presentDelivery, presentEvent } from './deliveries.presenter.ts'
import { cancelDelivery } from './cancel.service.ts'
import { DeliveryView, DeliveryWithEventsView, ResolveBody } from './deliveries.schemas.ts'
import {
  deliveriesOfPost,
  deliveryWithEvents,
  resolveDelivery,
  retryDelivery,
} from './deliveries.service.ts'
import { removeDelivery } from './remove.service.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const tags = ['Deliveries']

/** How posts fare on the networks, and what a person can do about it. */
export async function deliveriesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/posts/:id/deliveries',
    {
      config: { permission: ['read', 'Delivery'] },
      schema: {
        operationId: 'listPostDeliveries',
        summary: 'List the deliveries of a post',
        description: 'One for each account that the post goes to, with what happened to it.',
        tags,
        params: IdParams,
        response: { 200: dataOf(Type.Array(DeliveryView)), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const list = await deliveriesOfPost(context, principalOf(request), request.params.id)
      return { data: list.map(({ delivery, parts }) => presentDelivery(delivery, parts)) }
    },
  )

  app.get(
    '/deliveries/:id',
    {
      config: { permission: ['read', 'Delivery'] },
      schema: {
        operationId: 'getDelivery',
        summary: 'Get a delivery',
        description:
          'With its history: who moved it, when, from where to where, and on what evidence.',
        tags,
        params: IdParams,
        response: { 200: dataOf(DeliveryWithEventsView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const found = await deliveryWithEvents(context, principalOf(request), request.params.id)
      return {
        data: {
          ...presentDelivery(found.delivery, found.parts),
          events: found.events.map(presentEvent),
        },
      }
    },
  )

  app.post(
    '/deliveries/:id/retry',
    {
      config: { permission: ['update', 'Delivery'] },
      schema: {
        operationId: 'retryDelivery',
        summary: 'Retry a delivery',
        description:
          'Tries a failed or expired one again, now. Parts that are there are not repeated.',
        tags,
        params: IdParams,
        response: {
          200: dataOf(DeliveryView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'QUOTA_EXCEEDED', 'CONFLICT'),
        },
      },
    },
    async (request) => {
      const { delivery, parts } = await retryDelivery(
        context,
        principalOf(request),
        request.params.id,
      )
      return { data: presentDelivery(delivery, parts) }
    },
  )

  app.post(
    '/deliveries/:id/resolve',
    {
      config: { permission: ['update', 'Delivery'] },
      schema: {
        operationId: 'resolveDelivery',
        summary: 'Decide about an unproved delivery',
        description:
          'For a delivery that needs attention: say whether you see it at the network, and which `version` of the delivery you looked at it for. `not_published` fails it; retry it then if it is still wanted.',
        tags,
        params: IdParams,
        body: ResolveBody,
        response: {
          200: dataOf(DeliveryView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'VERSION_CONFLICT'),
        },
      },
    },
    async (request) => {
      const { delivery, parts } = await resolveDelivery(
        context,
        principalOf(request),
        request.params.id,
        request.body,
      )
      return { data: presentDelivery(delivery, parts) }
    },
  )

  app.post(
    '/deliveries/:id/cancel',
    {
      config: { permission: ['update', 'Delivery'] },
      schema: {
        operationId: 'cancelDelivery',
        summary: 'Call a delivery off',
        description:
          'One that waits is canceled at once. One that the network is still working on stays `processing` with `calledOffAt` while the network is asked to give it up, where it can be; its end tells what became of it.',
        tags,
        params: IdParams,
        response: {
          200: dataOf(DeliveryView),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'DELIVERY_IN_FLIGHT', 'CONFLICT'),
        },
      },
    },
    async (request) => {
      const { delivery, parts } = await cancelDelivery(
        context,
        principalOf(request),
        request.params.id,
      )
      return { data: presentDelivery(delivery, parts) }
    },
  )

  app.post(
    '/deliveries/:id/remove',
    {
      config: { permission: ['update', 'Delivery'] },
      schema: {
        operationId: 'removeDelivery',
        summary: 'Remove a published post from its network',
        description:
          'With its thread and first comment. Where the network allows it: `capabilities.remove` of the platform. The record stays, and so do its numbers. Safe to ask for again.',
        tags,
        params: IdParams,
        response: {
          200: dataOf(DeliveryView),
          ...errorsOf(
            'NOT_FOUND',
            'FORBIDDEN',
            'DELIVERY_IN_FLIGHT',
            'CONFLICT',
            'PLATFORM_UNAVAILABLE',
            'ACCOUNT_NOT_CONNECTED',
            'RATE_LIMIT_EXCEEDED',
            'NETWORK_UNAVAILABLE',
          ),
        },
      },
    },
    async (request) => {
      const { delivery, parts } = await removeDelivery(
        context,
        principalOf(request),
        request.params.id,
      )
      return { data: presentDelivery(delivery, parts) }
    },
  )
}
