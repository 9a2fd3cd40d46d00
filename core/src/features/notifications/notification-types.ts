import { Type, type Static } from 'typebox'

/** What people are told about; the first five are the specification's. */
export const NotificationType = Type.Union([
  Type.Literal('POST_PUBLISHED'),
  Type.Literal('POST_FAILED'),
  Type.Literal('SUBSCRIPTION_UPDATED'),
  Type.Literal('PAYMENT_FAILED'),
  Type.Literal('TEAM_INVITE'),
  Type.Literal('MEMBER_JOINED'),
  Type.Literal('LIMIT_REACHED'),
  Type.Literal('DELIVERY_NEEDS_ATTENTION'),
  Type.Literal('ACCOUNT_NEEDS_RECONNECT'),
  Type.Literal('ACCOUNT_EXPIRES_SOON'),
  Type.Literal('ACCOUNT_ERASED'),
  Type.Literal('PREFLIGHT_WARNING'),
  Type.Literal('POST_EXPIRED'),
  Type.Literal('RECURRENCE_FAILED'),
  Type.Literal('IMPORT_FINISHED'),
  Type.Literal('POST_REMOVED_AT_NETWORK'),
  Type.Literal('APPROVAL_REQUESTED'),
  Type.Literal('POST_APPROVED'),
  Type.Literal('POST_REJECTED'),
  Type.Literal('PUBLISHING_PAUSED'),
  Type.Literal('WEBHOOK_DISABLED'),
  Type.Literal('WEEKLY_SUMMARY'),
  Type.Literal('PAYMENT_REVERSED'),
])

/** See the union of the same name. */
export type NotificationType = Static<typeof NotificationType>
