import type { Notification } from './notification.model.ts'
import type { NotificationView } from './notifications.schemas.ts'

/** A notification as it is answered. */
export function presentNotification(notification: Notification): NotificationView {
  return {
    id: notification.id,
    organizationId: notification.organizationId,
    type: notification.type,
    title: notification.title,
    message: notification.message,
    link: notification.link,
    subjectId: notification.subjectId,
    read: notification.readAt !== null,
    readAt: notification.readAt?.toISOString() ?? null,
    createdAt: notification.createdAt.toISOString(),
  }
}
