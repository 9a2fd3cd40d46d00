import { account } from './api/account.ts'

/** The settings under which the plugin works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  STRIPE_SECRET_KEY: account.secretKey,
  STRIPE_WEBHOOK_SECRET: account.webhookSecret,
  STRIPE_PRICE_ID_PRO: account.prices.pro,
  STRIPE_PRICE_ID_BUSINESS: account.prices.business,
}

export default credentials
