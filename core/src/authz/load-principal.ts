import type { Knex } from 'knex'
import { lookUpUser } from './look-up.ts'
import type { Policy } from './policy.ts'
import { makePrincipal, type Principal } from './principal.ts'

/**
 * A person with the rights of this moment, for what a job does in their name.
 *
 * @param purpose stands in place of a session
 * @returns undefined for somebody who is not there any more, or suspended
 */
export async function loadPrincipal(
  { system }: { readonly system: Knex },
  policies: readonly Policy[],
  userId: string,
  purpose: string,
): Promise<Principal | undefined> {
  const person = await lookUpUser(system, userId, purpose)
  return person && makePrincipal(person, policies)
}
