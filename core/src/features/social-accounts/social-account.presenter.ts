import type { PluginRegistry } from '../../plugins/registry.ts'
import { connectionErrors } from './connection-errors.ts'
import type { CurrentConnection } from './connections.service.ts'
import { renews } from './renews.ts'
import { missingScopes } from './scopes.ts'
import type { SocialAccount } from './social-account.model.ts'
import type { ConnectionView, SocialAccountView } from './social-accounts.schemas.ts'

/** An account as it is answered, with its health. */
export function presentSocialAccount(
  account: SocialAccount,
  plugins: Pick<PluginRegistry, 'connectors' | 'ready'>,
): SocialAccountView {
  return {
    id: account.id,
    organizationId: account.organizationId,
    brandId: account.brandId,
    platform: account.platform,
    platformUserId: account.platformUserId,
    platformUsername: account.username,
    displayName: account.displayName,
    avatarUrl: account.avatarUrl,
    profileUrl: account.profileUrl,
    isActive: account.status === 'active',
    scopes: account.scopes,
    health: presentHealth(account, plugins),
    lastSyncAt: account.lastSyncAt?.toISOString() ?? null,
    createdAt: account.createdAt.toISOString(),
    updatedAt: account.updatedAt.toISOString(),
  }
}

function presentHealth(
  account: SocialAccount,
  { connectors, ready }: Pick<PluginRegistry, 'connectors' | 'ready'>,
): SocialAccountView['health'] {
  const { platform, refreshToken, refreshExpiresAt, tokenExpiresAt } = account
  const renewsItself = refreshToken !== null && renews(connectors, platform)
  return {
    status: account.status === 'active' ? 'active' : 'needs_reconnect',
    reason: account.statusReason,
    tokenExpiresAt: tokenExpiresAt?.toISOString() ?? null,
    renewsItself,
    endsAt: (renewsItself ? refreshExpiresAt : tokenExpiresAt)?.toISOString() ?? null,
    limits: account.limits.map(({ name, used, total, windowSeconds }) => ({
      name,
      used,
      total,
      windowSeconds,
    })),
    missingScopes: missingScopes(ready(platform)?.connector, account.scopes).map(
      ({ name, required, without }) => ({
        name,
        required,
        without,
      }),
    ),
    pausedUntil: account.pausedUntil?.toISOString() ?? null,
    pausedBecause: account.pausedBecause,
  }
}

/** A connection as it is answered; one whose time is over has failed, whatever its row still says. */
export function presentConnection({ connection, expired }: CurrentConnection): ConnectionView {
  const over = expired && ['pending', 'exchanging', 'choose'].includes(connection.status)
  const overBecause =
    connection.status === 'exchanging' ? connectionErrors.interrupted : connectionErrors.expired
  return {
    id: connection.id,
    brandId: connection.brandId,
    platform: connection.platform,
    status: over ? 'failed' : connection.status,
    error: over ? overBecause : connection.error,
    candidates: over ? [] : connection.candidates,
    socialAccountIds: connection.socialAccountIds,
    expiresAt: connection.expiresAt.toISOString(),
    createdAt: connection.createdAt.toISOString(),
  }
}
