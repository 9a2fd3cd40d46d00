import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { contentTagOf } from '../../http/version.ts'
import { NotificationType } from './notification-types.ts'
import { notificationTypes } from './preferences.ts'
import { changePreferences, readPreferences } from './preferences.service.ts'

const tags = ['Notifications']
const closed = { additionalProperties: false } as const

const PreferenceView = Type.Object({
  type: NotificationType,
  inApp: Type.Boolean({ description: 'Whether it stands in the list of your notifications.' }),
  email: Type.Boolean({
    description: 'Whether a mail comes too, unless you have read it within a minute.',
  }),
})

const ChangePreferencesBody = Type.Object(
  {
    preferences: Type.Array(
      Type.Object(
        {
          type: NotificationType,
          inApp: Type.Optional(Type.Boolean()),
          email: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      { minItems: 1, maxItems: notificationTypes.length, description: 'Each type once.' },
    ),
  },
  { ...closed, examples: [{ preferences: [{ type: 'POST_PUBLISHED', email: true }] }] },
)

/** How one wants to be told: `/users/me/notification-preferences`. */
export async function notificationPreferencesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/users/me/notification-preferences',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readNotificationPreferences',
        summary: 'Read how you are told',
        description:
          'For every type, whether it is told in the app and by mail. By default everything is told in the app, and by mail what needs a person. They hold in all your organizations.',
        tags,
        response: { 200: dataOf(Type.Array(PreferenceView)) },
      },
    },
    async (request, reply) => {
      const preferences = await readPreferences(context, principalOf(request))
      void reply.header('etag', contentTagOf(preferences))
      return { data: preferences }
    },
  )

  app.patch(
    '/users/me/notification-preferences',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'changeNotificationPreferences',
        summary: 'Change how you are told',
        description:
          'Only what is named changes, from the next notification on; with `If-Match` only where nothing has changed since it was read. Mails go to your address once it is verified.',
        tags,
        body: ChangePreferencesBody,
        response: { 200: dataOf(Type.Array(PreferenceView)), ...errorsOf('VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const preferences = await changePreferences(
        context,
        principalOf(request),
        request.body.preferences,
        request.headers['if-match'],
      )
      void reply.header('etag', contentTagOf(preferences))
      return { data: preferences }
    },
  )
}
