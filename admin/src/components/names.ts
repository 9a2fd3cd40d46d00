/** The components that lookups, commands and pages name; `index.ts` exports each, and a test compares. */
export const componentNames = [
  'Account',
  'Audit',
  'CommandForm',
  'CustomerPage',
  'DeliveryPage',
  'Find',
  'Home',
  'NetworkFilter',
  'NetworkName',
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
export const replacedNames = [
  'ActionHeader',
  'BulkActionRoute',
  'DefaultListAction',
  'DefaultShowAction',
  'NoRecords',
  'NoticeBox',
  'RecordActionRoute',
  'RecordInList',
  'RecordsTable',
  'RecordsTableHeader',
  'ResourceRoute',
  'Sidebar',
  'TopBar',
] as const

/** See {@link componentNames}. */
export type ComponentName = (typeof componentNames)[number]
