import { facebookLogin } from '@t21/meta-graph'
import type { OAuthScope } from '@t21/plugin-kit'
import { facebookFailures } from './errors.ts'

const scopes: readonly OAuthScope[] = [
  {
    name: 'pages_show_list',
    required: true,
    without: 'T21 cannot see which Pages you have.',
  },
  {
    name: 'pages_manage_posts',
    required: true,
    without: 'Nothing can be published or deleted.',
  },
  {
    name: 'pages_read_engagement',
    required: true,
    without: 'T21 cannot see whether a post has arrived, and Facebook refuses to publish.',
  },
  {
    name: 'pages_manage_engagement',
    required: false,
    without: 'First comments are refused.',
  },
  {
    name: 'read_insights',
    required: false,
    without: 'There are no views, reach and clicks; likes, comments and shares are there.',
  },
  {
    name: 'pages_manage_metadata',
    required: false,
    without: 'Facebook does not tell T21 by itself when something happens to a post.',
  },
  {
    name: 'business_management',
    required: false,
    without: 'Pages that belong to a business may be missing in the list.',
  },
]

/** Facebook Login; the tokens of Pages do not expire, so there is nothing to refresh: facebook.md 1. */
export const oauth = facebookLogin(scopes, facebookFailures)
