import { defineConnector } from '@t21/plugin-kit'
import { accountMetrics } from './account-metrics.ts'
import { accountOptions } from './account-options.ts'
import { account } from './account.ts'
import { accounts } from './accounts.ts'
import { apiVersion } from './api-version.ts'
import { apiOrigin, webOrigin } from './api.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
import { confirm } from './confirm.ts'
import { find } from './find.ts'
import { fit } from './fit.ts'
import { idAt } from './id-at.ts'
import { metrics } from './metrics.ts'
import { oauth } from './oauth.ts'
import { prepare } from './prepare.ts'
import { remove } from './remove.ts'
import { settings } from './settings.ts'
import { validate } from './validate.ts'
import { webhook } from './webhook.ts'

/** LinkedIn: members and pages. Only a video of an account that can be read has something to `confirm`. */
export const connector = defineConnector({
  id: 'linkedin',
  platform: 'LINKEDIN',
  displayName: 'LinkedIn',
  hosts: [apiOrigin, webOrigin],
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
  idAt,
  remove,
  metrics,
  accountMetrics,
  webhook,
})
