/** The components that lookups, commands and pages name; `index.ts` exports each, and a test compares. */
export const componentNames = [
  'Account',
  'Audit',
  'CommandForm',
  'CustomerPage',
  'DeliveryPage',
  'Find',
  'Home',
  'OutsideLink',
  'Plugins',
  'PostPage',
  'Preformatted',
  'Queues',
  'RecordLink',
  'StateBadge',
  'Team',
  'When',
] as const

/** Those that stand in place of AdminJS's of the same name, wherever it would draw them. */
export const replacedNames = ['SidebarPages'] as const

/** See {@link componentNames}. */
export type ComponentName = (typeof componentNames)[number]
