/** The components that lookups, commands and pages name; `index.ts` exports each, and a test compares. */
export const componentNames = ['CommandForm'] as const
