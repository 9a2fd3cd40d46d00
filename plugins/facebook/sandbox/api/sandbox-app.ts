import type { GraphApp } from '@t21/meta-graph/sandbox'

/** The app under which the connector works without settings of its own. */
export const sandboxApp: GraphApp = {
  id: '1044821907770043',
  secret: 'sandbox-facebook-secret',
  name: 'T21',
  network: 'Facebook',
  verifyToken: 'sandbox-facebook-verify',
  scopes: [
    'pages_show_list',
    'pages_manage_posts',
    'pages_read_engagement',
    'pages_read_user_content',
    'pages_manage_engagement',
    'pages_manage_metadata',
    'read_insights',
    'business_management',
    'publish_video',
  ],
  businessUse: { type: 'pages', code: 80001 },
  people: [
    { handle: 'alice', note: 'two pages' },
    { handle: 'business_bob', note: 'two more in a Business Manager' },
    { handle: 'repeat_rita', note: 'may say the same thing again' },
    { handle: 'analyst_ann', note: 'may look, not publish' },
    { handle: 'losesrole_lee', note: 'loses the pages after a minute' },
  ],
}
