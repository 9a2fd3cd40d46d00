import type { Context } from '../../context.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'

/** Leaves an account alone for a while: nothing of it is claimed before. Never shortens a pause. */
export async function pauseAccount(
  context: Context,
  account: Pick<SocialAccount, 'id' | 'organizationId'>,
  pause: { readonly seconds: number; readonly because: string },
): Promise<void> {
  await context.database.system.raw(
    `update social_accounts set
       paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => ?)),
       paused_because = ?
     where id = ? and organization_id = ?`,
    [pause.seconds, pause.because, account.id, account.organizationId],
  )
}
