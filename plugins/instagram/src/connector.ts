import { defineConnector } from '@t21/plugin-kit'
import { accountMetrics } from './account-metrics.ts'
import { accountOptions } from './account-options.ts'
import { account } from './account.ts'
import { accounts } from './accounts.ts'
import { apiVersion } from './api-version.ts'
import { hosts } from './api.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
import { confirm } from './confirm.ts'
import { find } from './find.ts'
import { fit } from './fit.ts'
import { metrics } from './metrics.ts'
import { oauth } from './oauth.ts'
import { prepare } from './prepare.ts'
import { remove } from './remove.ts'
import { resolve } from './resolve.ts'
import { settings } from './settings.ts'
import { validate } from './validate.ts'
import { webhook } from './webhook.ts'

/** Instagram, by Instagram Login or by Facebook Login. */
export const connector = defineConnector({
  id: 'instagram',
  platform: 'INSTAGRAM',
  displayName: 'Instagram',
  hosts,
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
  find,
  resolve,
  remove,
  metrics,
  accountMetrics,
  webhook,
})
