import { BaseModel } from '../../db/base.model.ts'
import type { NotificationType } from './notification-types.ts'
import type { StoredNotice } from './notice-words.ts'

/** Something that one person is told (table `notifications`). */
export class Notification extends BaseModel {
  static override readonly tableName = 'notifications'
  declare id: string
  declare organizationId: string
  declare userId: string
  declare type: NotificationType
  declare title: string
  declare message: string
  declare words: StoredNotice['words']
  declare link: string | null
  declare subjectId: string | null
  declare dedupeKey: string | null
  declare readAt: Date | null
  declare createdAt: Date
}
