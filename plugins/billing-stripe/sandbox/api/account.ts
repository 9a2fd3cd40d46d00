/** The one account that the sandbox has, in test mode. */
export const account = {
  id: 'acct_1T21Sandbox',
  name: 'T21 Sandbox',
  country: 'GB',
  secretKey: 'sk_test_t21sandboxsecretkey',
  webhookSecret: 'whsec_t21sandboxwebhooksecret',
  products: { pro: 'prod_T21Pro', business: 'prod_T21Business' },
  prices: { pro: 'price_1T21ProMonthly', business: 'price_1T21BusinessMonthly' },
  portalConfiguration: 'bpc_1T21Portal',
} as const

/** The API version of the account: the one that the types of the `stripe` package describe. */
export const apiVersion = '2026-10-28.endive'

/** The oldest version whose shapes the sandbox speaks: since it, periods are those of a subscription's items. */
export const oldestVersion = '2025-03-31.basil'
