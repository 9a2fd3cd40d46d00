/** The components that lookups, commands and pages name; `index.ts` exports each, and a test compares. */
export const componentNames = [
  'CommandForm',
  'Find',
  'Home',
  'Plugins',
  'Queues',
  'StateBadge',
] as const

/** See {@link componentNames}. */
export type ComponentName = (typeof componentNames)[number]
