import type { Knex } from 'knex'

/** What the provider is told of the customer that an organization is: the organization's name, and its owner's address. */
export interface CustomerProfile {
  readonly name: string
  readonly email: string
  /** Of both, by which T21 knows what it told, without keeping the address once more. */
  readonly digest: Buffer
}

/** SQL: the digest, of `organizations` and the `users` who own them. No address has a line break in it. */
export const profileDigest = `sha256(convert_to(users.email || chr(10) || organizations.name, 'UTF8'))`

/** The profile of an organization; nothing where it is suspended or deleted, or its owner is gone. */
export async function profileOf(
  system: Knex,
  organizationId: string,
): Promise<CustomerProfile | undefined> {
  const { rows } = await system.raw<{ rows: CustomerProfile[] }>(
    `select organizations.name, users.email, ${profileDigest} as digest
     from organizations join users on users.id = organizations.owner_id
     where organizations.id = ? and organizations.status = 'active' and users.status <> 'deleted'`,
    [organizationId],
  )
  return rows[0]
}
