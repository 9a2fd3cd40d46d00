import { readNotice } from './notice-words.ts'
import type { Notification } from './notification.model.ts'
import type { NotificationView } from './notifications.schemas.ts'

/** A notification as it is answered, in the reader's language. */
export function presentNotification(
  notification: Notification,
  reader: Parameters<typeof readNotice>[0],
): NotificationView {
  return {
    id: notification.id,
    organizationId: notification.organizationId,
    type: notification.type,
    ...readNotice(reader, notification),
    link: notification.link,
    subjectId: notification.subjectId,
    read: notification.readAt !== null,
    readAt: notification.readAt?.toISOString() ?? null,
    createdAt: notification.createdAt.toISOString(),
  }
}
