import t from 'tap'
import { scopesOf } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { oauth } = connector

t.test('the login asks for what Pages need, and tells what works without the rest', async (t) => {
  const url = new URL(
    oauth.authorizeUrl({
      settings,
      redirectUri: 'https://t21.example/cb',
      state: 's',
      codeChallenge: 'c',
    }),
  )
  t.equal(url.origin + url.pathname, 'https://www.facebook.com/v25.0/dialog/oauth')
  t.equal(
    url.searchParams.get('scope'),
    'pages_show_list,pages_manage_posts,pages_read_engagement,pages_manage_engagement,read_insights,pages_manage_metadata,business_management',
  )
  t.same(
    scopesOf(oauth, settings)
      .filter(({ required }) => required)
      .map(({ name }) => name),
    ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement'],
  )
})
