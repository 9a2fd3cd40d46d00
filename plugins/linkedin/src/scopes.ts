import type { OAuthScope } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

const publishing: OAuthScope = {
  name: 'w_member_social',
  required: true,
  without: 'Nothing can be published or deleted.',
}

/** What every app may ask for: "Sign In with LinkedIn using OpenID Connect" and "Share on LinkedIn". */
const selfServe: readonly OAuthScope[] = [
  { name: 'openid', required: true, without: 'LinkedIn does not tell who connected.' },
  { name: 'profile', required: false, without: 'T21 does not know the name of the member.' },
  publishing,
]

/** What apps with the Community Management API ask for; the sign-in product is another one, which they need not have. */
const communityManagement: readonly OAuthScope[] = [
  { name: 'r_basicprofile', required: true, without: 'LinkedIn does not tell who connected.' },
  publishing,
  {
    name: 'w_organization_social',
    required: false,
    without: 'Nothing can be published for pages.',
  },
  {
    name: 'r_organization_social',
    required: false,
    without: "T21 cannot look for a page's post whose outcome is unknown.",
  },
  {
    name: 'rw_organization_admin',
    required: false,
    without: 'Pages cannot be found, and there are no numbers of them.',
  },
  {
    name: 'w_organization_social_feed',
    required: false,
    without: "First comments below a page's posts may be refused.",
  },
  {
    name: 'r_organization_social_feed',
    required: false,
    without: "T21 cannot look for a page's first comment whose outcome is unknown.",
  },
  {
    name: 'w_member_social_feed',
    required: false,
    without: "First comments below a member's posts may be refused.",
  },
  {
    name: 'r_member_postAnalytics',
    required: false,
    without: "There are no numbers of a member's posts.",
  },
  {
    name: 'r_member_profileAnalytics',
    required: false,
    without: "There is no number of a member's followers.",
  },
]

type Approval = Pick<Settings, 'communityManagement'>

/**
 * The scopes of these settings: the same for all connections of one app, because consent with other scopes ends the
 * person's earlier tokens (linkedin.md 1).
 */
export function scopes(settings: Approval): readonly OAuthScope[] {
  return settings.communityManagement ? communityManagement : selfServe
}

/** Their names. */
export function askedScopes(settings: Approval): readonly string[] {
  return scopes(settings).map(({ name }) => name)
}
