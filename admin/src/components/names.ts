/** The components that lookups, commands and pages name; `index.ts` exports each, and a test compares. */
export const componentNames = [
  'CommandForm',
  'CustomerPage',
  'DeliveryPage',
  'Find',
  'Home',
  'OutsideLink',
  'Plugins',
  'PostPage',
  'Queues',
  'RecordLink',
  'StateBadge',
  'When',
] as const

/** See {@link componentNames}. */
export type ComponentName = (typeof componentNames)[number]
