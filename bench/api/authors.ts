import { signAccessToken } from '../../core/src/authz/access-token.ts'
import { readConfig } from '../../core/src/config.ts'
import { withClient } from '../support/postgres.ts'
import type { Author } from './recipe.ts'

/** The owners of all organizations, that of most posts first, each with a brand, an account and a session. */
export async function authorsOf(databaseUrl: string): Promise<Author[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Author>(
      `with session as (
         insert into sessions (user_id, expires_at) select id, now() + interval '1 day' from users
         returning id, user_id
       )
       select s.user_id as "userId", s.id as "sessionId", o.id as "organizationId", b.id as "brandId",
         (select id from social_accounts where brand_id = b.id order by id limit 1) as "accountId"
       from session s join organizations o on o.owner_id = s.user_id
       join lateral (select id from brands where organization_id = o.id order by id limit 1) b on true
       order by substr(o.slug, 14)::int`,
    )
    return rows
  })
}

/** An access token of each. */
export async function tokensOf(authors: readonly Author[]): Promise<Map<string, string>> {
  const { jwtSecret } = readConfig({})
  const tokens = new Map<string, string>()
  for (const { userId, sessionId } of authors) {
    tokens.set(userId, await signAccessToken(jwtSecret, { userId, sessionId }, 7_200))
  }
  return tokens
}
