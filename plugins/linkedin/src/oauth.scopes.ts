import type { OAuthScope } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

const communityOnly = 'Only apps with the Community Management API have it.'

/**
 * Every scope of both sets. Which set an app is asked for follows from `communityManagement`, so only what both
 * share is `required` here; `accounts` refuses a login that does not tell who it is.
 */
export const scopes: readonly OAuthScope[] = [
  { name: 'w_member_social', required: true, without: 'Nothing can be published or deleted.' },
  {
    name: 'openid',
    required: false,
    without:
      'Nothing is lost with the Community Management API, where r_basicprofile tells who connected.',
  },
  {
    name: 'profile',
    required: false,
    without:
      'Nothing is lost with the Community Management API, where r_basicprofile tells the name.',
  },
  {
    name: 'r_basicprofile',
    required: false,
    without: `Nothing is lost without the Community Management API, where openid tells who connected. ${communityOnly}`,
  },
  {
    name: 'w_organization_social',
    required: false,
    without: `Nothing can be published for pages. ${communityOnly}`,
  },
  {
    name: 'r_organization_social',
    required: false,
    without: `T21 cannot look for a page's post whose outcome is unknown. ${communityOnly}`,
  },
  {
    name: 'rw_organization_admin',
    required: false,
    without: `Pages cannot be found, and there are no numbers of them. ${communityOnly}`,
  },
  {
    name: 'w_organization_social_feed',
    required: false,
    without: `First comments below a page's posts may be refused. ${communityOnly}`,
  },
  {
    name: 'r_organization_social_feed',
    required: false,
    without: `T21 cannot look for a page's first comment whose outcome is unknown. ${communityOnly}`,
  },
  {
    name: 'w_member_social_feed',
    required: false,
    without: `First comments below a member's posts may be refused. ${communityOnly}`,
  },
  {
    name: 'r_member_postAnalytics',
    required: false,
    without: `There are no numbers of a member's posts. ${communityOnly}`,
  },
  {
    name: 'r_member_profileAnalytics',
    required: false,
    without: `There is no number of a member's followers. ${communityOnly}`,
  },
]

const selfServe: readonly string[] = ['openid', 'profile', 'w_member_social']

/**
 * What a person is asked for: the same for all connections of one app, because consent with other scopes ends the
 * person's earlier tokens (linkedin.md 1).
 */
export function askedScopes(settings: Pick<Settings, 'communityManagement'>): readonly string[] {
  if (!settings.communityManagement) return selfServe
  // The sign-in product (openid, profile) is another one, which such an app need not have.
  return scopes.map(({ name }) => name).filter((name) => name !== 'openid' && name !== 'profile')
}
