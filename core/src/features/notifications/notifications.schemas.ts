import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { NotificationType } from './notification-types.ts'

const MaybeTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** A notification as it is answered. */
export const NotificationView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  organizationId: Type.String({ format: 'uuid' }),
  type: NotificationType,
  title: Type.String({
    description: 'In your language (`locale` of `/users/me`) where T21 has it, else in English.',
  }),
  message: Type.String({
    description:
      'As the title. What networks, validation and error codes say within it comes as they say it.',
  }),
  link: Type.Union([Type.String(), Type.Null()], {
    description: 'A path of the web app, such as `/posts/<id>`.',
  }),
  subjectId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
    description: 'The post, delivery or account that it is about.',
  }),
  read: Type.Boolean(),
  readAt: MaybeTime,
  createdAt: Type.String({ format: 'date-time' }),
})

/** See the schema of the same name. */
export type NotificationView = Static<typeof NotificationView>

/** The query of the list. */
export const NotificationsQuery = Type.Object(
  {
    ...PageQuery,
    unread: Type.Boolean({ default: false, description: '`true`: only what was not read yet.' }),
  },
  { additionalProperties: false },
)

export const NotificationParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
