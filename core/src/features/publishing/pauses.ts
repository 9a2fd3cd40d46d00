import type { Context } from '../../context.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'

/**
 * Leaves an account alone for a while: nothing of it is claimed before. Never shortens a pause, and its reason is
 * that of whatever ends last.
 */
export async function pauseAccount(
  context: Context,
  account: Pick<SocialAccount, 'id' | 'organizationId'>,
  pause: { readonly seconds: number; readonly because: string },
): Promise<void> {
  await context.database.system.raw(
    `update social_accounts set
       paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => ?)),
       paused_because = case
         when paused_until > clock_timestamp() + make_interval(secs => ?) then paused_because else ? end
     where id = ? and organization_id = ?`,
    [pause.seconds, pause.seconds, pause.because, account.id, account.organizationId],
  )
}
