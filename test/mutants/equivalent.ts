/** Conditions whose loss nobody can notice, and why: what refuses the same stands beside them, and always will. */
export const equivalent: readonly {
  readonly file: string
  readonly what: string
  readonly why: string
}[] = [
  {
    file: 'core/src/features/analytics/analytics.scope.ts',
    what: 'visible',
    why: 'The account of a delivery is of the same brand, and the condition on the account stands in the same statement.',
  },
  {
    file: 'core/src/features/brands/brand-logo.service.ts',
    what: 'visible',
    why: 'Who may change a brand is never limited to brands, and the medium has to be of the brand or of none.',
  },
  {
    file: 'core/src/features/recurrences/recurrences.service.ts',
    what: 'visible',
    why: 'Before a change: `authorize` decides by the same rules about the row that was locked, and answers the same.',
  },
]
