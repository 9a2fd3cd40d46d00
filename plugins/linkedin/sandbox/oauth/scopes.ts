/** "Sign In with LinkedIn using OpenID Connect" and "Share on LinkedIn" (linkedin.md 1). */
export const selfServeScopes: readonly string[] = ['openid', 'profile', 'email', 'w_member_social']

/** What the Community Management API adds. */
export const communityScopes: readonly string[] = [
  'r_basicprofile',
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
  'r_member_postAnalytics',
  'r_member_profileAnalytics',
  'r_organization_social_feed',
  'w_organization_social_feed',
  'r_member_social_feed',
  'w_member_social_feed',
]
