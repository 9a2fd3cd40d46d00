import type { AskedField, GraphApp } from '@t21/meta-graph/sandbox'
import { presentAccount } from '../accounts/account-view.ts'
import { linkedAccount } from '../accounts/linked-pages.ts'
import { facebookApp, verifyToken } from './apps.ts'
import { facebookScopes } from './scopes.ts'

/** The Facebook app behind Facebook Login, as the shared emulation of it wants to know it. */
export const facebookGraphApp: GraphApp = {
  ...facebookApp,
  verifyToken,
  scopes: facebookScopes,
  businessUse: { type: 'instagram', code: 80002 },
  network: 'Instagram',
  people: [
    { handle: 'demo.brand', note: 'has a page with an Instagram account, and one without' },
    { handle: 'business.demo', note: 'has pages in a Business Manager' },
    { handle: 'analyst.demo', note: 'may look, not publish' },
    { handle: 'personal.demo', note: 'no page has a professional account' },
  ],
  pageFields(context, page) {
    const account = linkedAccount(context, page)
    return {
      instagram_business_account: ({ fields }: AskedField) =>
        account === undefined ? undefined : presentAccount(context, account, 'facebook', fields),
    }
  },
}
