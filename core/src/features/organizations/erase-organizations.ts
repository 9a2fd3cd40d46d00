import type { Context } from '../../context.ts'
import { leaveBilling } from '../billing/leave-billing.ts'
import { revokeAtNetworks } from '../social-accounts/revoke.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { forgetHintsAbout } from '../webhooks-in/forget-hints.ts'
import { Organization } from './organization.model.ts'

const batch = 20

/**
 * Takes away what deleted organizations left: grants are given back to their networks, files removed by the sweep of media, and
 * when no file is left, every row goes. Each step can be repeated, so that it goes on wherever it stopped. For the worker.
 *
 * @returns organizations of which nothing is left now
 */
export async function eraseOrganizations(context: Context): Promise<number> {
  const { system } = context.database
  const deleted = await Organization.query(system)
    .where('status', 'deleted')
    .orderBy('updated_at')
    .limit(batch)
  let erased = 0
  for (const { id } of deleted) {
    try {
      if (await erase(context, id)) erased += 1
    } catch (err) {
      context.log.warn({ err, organizationId: id }, 'a deleted organization could not be erased')
    }
  }
  return erased
}

async function erase(context: Context, id: string): Promise<boolean> {
  const { system } = context.database
  const own = { organization_id: id }
  await leaveBilling(context, id)
  const connected = await SocialAccount.query(system).where(own).whereNotNull('access_token')
  await revokeAtNetworks(context, connected)
  await forgetHintsAbout(system, id)
  await SocialAccount.query(system)
    .where(own)
    .patch({ status: 'disconnected', accessToken: null, refreshToken: null })
  await system('post_media').where(own).delete()
  await system('media').where(own).whereNot('status', 'deleted').update({ status: 'deleted' })
  await system('media_uploads')
    .where(own)
    .update({ expires_at: system.raw("clock_timestamp() - interval '1 day'") })
  for (const table of ['media', 'media_uploads']) {
    if ((await system(table).where(own).first('id')) !== undefined) return false
  }
  await Organization.query(system).findById(id).where('status', 'deleted').delete()
  return true
}
