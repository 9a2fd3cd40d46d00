import { randomUUID } from 'node:crypto'
import type { Context } from '../../core/src/context.ts'
import { sealGrant } from '../../core/src/features/social-accounts/account-secrets.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { buildSocialAccount } from './factories.ts'

/** An account with these tokens, sealed as the server seals them; `fields` as in `buildSocialAccount`. */
export async function buildConnectedAccount(
  context: Context,
  tokens: { readonly accessToken: string; readonly refreshToken?: string },
  fields: Readonly<Record<string, unknown>> & { readonly organizationId: string; brandId: string },
): Promise<SocialAccount> {
  const id = randomUUID()
  const sealed = sealGrant(context.config, { id, organizationId: fields.organizationId }, tokens)
  await buildSocialAccount(context.database, {
    platform: 'FAKE',
    scopes: ['read', 'write'],
    ...fields,
    id,
    accessToken: sealed.access_token,
    refreshToken: sealed.refresh_token ?? null,
  })
  return SocialAccount.query(context.database.system).findById(id).throwIfNotFound()
}
