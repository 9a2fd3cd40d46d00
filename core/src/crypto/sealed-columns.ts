/**
 * Every column that holds sealed text. A place that is not listed here cannot be sealed for, so that `keys rotate`
 * and `doctor` know of all of them.
 */
export const sealedColumns = [
  { table: 'social_accounts', column: 'access_token' },
  { table: 'social_accounts', column: 'refresh_token' },
  { table: 'account_connections', column: 'code_verifier' },
  { table: 'account_connections', column: 'grant_secret' },
  { table: 'webhook_endpoints', column: 'signing_secret' },
  { table: 'webhook_endpoints', column: 'previous_secret' },
  { table: 'authenticators', column: 'secret' },
  { table: 'staff_authenticators', column: 'secret' },
] as const

/** See {@link sealedColumns}. Each table has an `id`, and says whose its rows are: {@link ownerColumn}. */
export type SealedColumn = (typeof sealedColumns)[number]

/** The column that says whose a row is: the organization, or the person where it is a person's own. */
export function ownerColumn({ table }: SealedColumn): string {
  if (table === 'authenticators') return 'user_id'
  return table === 'staff_authenticators' ? 'staff_id' : 'organization_id'
}
