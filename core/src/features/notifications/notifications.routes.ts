import { Type } from 'typebox'
import { principalOf, type Principal } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { presentNotification } from './notification.presenter.ts'
import {
  NotificationParams,
  NotificationsQuery,
  NotificationView,
} from './notifications.schemas.ts'
import { listName, listNotifications, markAllRead, markRead } from './notifications.service.ts'

const tags = ['Notifications']

/** What a person is told: below `/users/me/notifications`. */
export async function notificationsRoutes(app: App): Promise<void> {
  const { context } = app
  const { log } = context
  const readerOf = ({ locale }: Principal) => ({ words: wordsFor(locale), log })

  app.get(
    '/users/me/notifications',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'listNotifications',
        summary: 'List your notifications',
        description: 'Newest first, of all organizations you belong to.',
        tags,
        querystring: NotificationsQuery,
        response: { 200: pageOf(NotificationView), ...errorsOf('INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { query } = request
      const principal = principalOf(request)
      const rows = await listNotifications(context, principal, query)
      const { items, meta } = page(rows, {
        limit: query.limit,
        secret: context.config.urlSecret,
        list: listName(query),
      })
      const reader = readerOf(principal)
      return { data: items.map((one) => presentNotification(one, reader)), meta }
    },
  )

  app.patch(
    '/users/me/notifications/:id/read',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readNotification',
        summary: 'Mark a notification as read',
        description: 'Once read it stays read; asking again changes nothing.',
        tags,
        params: NotificationParams,
        response: { 200: dataOf(NotificationView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const notification = await markRead(context, principal, request.params.id)
      return { data: presentNotification(notification, readerOf(principal)) }
    },
  )

  app.post(
    '/users/me/notifications/read-all',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readAllNotifications',
        summary: 'Mark all your notifications as read',
        description: 'Of all organizations you belong to.',
        tags,
        response: {
          200: dataOf(
            Type.Object({
              read: Type.Integer({ description: 'How many were unread until now.' }),
            }),
          ),
        },
      },
    },
    async (request) => ({ data: { read: await markAllRead(context, principalOf(request)) } }),
  )
}
