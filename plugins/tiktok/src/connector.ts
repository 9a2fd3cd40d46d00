import { defineConnector } from '@t21/plugin-kit'
import { accountMetrics } from './account-metrics.ts'
import { accountOptions } from './account-options.ts'
import { account } from './account.ts'
import { accounts } from './accounts.ts'
import { apiVersion } from './api-version.ts'
import { apiOrigin, uploadOrigins, webOrigin } from './api.ts'
import { cancel } from './cancel.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
import { confirm } from './confirm.ts'
import { find } from './find.ts'
import { fit } from './fit.ts'
import { idAt } from './id-at.ts'
import { metrics } from './metrics.ts'
import { oauth } from './oauth.ts'
import { prepare } from './prepare.ts'
import { resolve } from './resolve.ts'
import { settings } from './settings.ts'
import { validate } from './validate.ts'
import { webhook } from './webhook.ts'

/** TikTok. Its API deletes and edits nothing, so there is no `remove`. */
export const connector = defineConnector({
  id: 'tiktok',
  platform: 'TIKTOK',
  displayName: 'TikTok',
  hosts: [apiOrigin, webOrigin, ...uploadOrigins],
  settings,
  capabilities,
  oauth,
  apiVersion,
  accounts,
  account,
  accountOptions,
  validate,
  fit,
  prepare,
  commit,
  confirm,
  cancel,
  find,
  resolve,
  idAt,
  metrics,
  accountMetrics,
  webhook,
})
