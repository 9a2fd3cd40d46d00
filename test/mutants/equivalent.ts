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
    file: 'core/src/features/organizations/my-permissions.routes.ts',
    what: 'organizationOf',
    why: 'The role in the organization is asked for next, and nobody has one in an organization of others.',
  },
  {
    file: 'core/src/features/recurrences/recurrences.service.ts',
    what: 'visible',
    why: 'Before a change: `authorize` decides by the same rules about the row that was locked, and answers the same.',
  },
  {
    file: 'core/src/features/quotas/usage.service.ts',
    what: 'organizationOf',
    why: '`authorize` and the membership are asked next, and answer the same.',
  },
]
