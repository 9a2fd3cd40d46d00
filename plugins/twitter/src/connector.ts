import { defineConnector } from '@t21/plugin-kit'
import { accountMetrics } from './account-metrics.ts'
import { account } from './account.ts'
import { accounts } from './accounts.ts'
import { apiVersion } from './api-version.ts'
import { apiOrigin, webOrigin } from './api.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
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

/** X. It answers `commit` at once, so there is nothing to `confirm`. */
export const connector = defineConnector({
  id: 'twitter',
  platform: 'TWITTER',
  displayName: 'X',
  hosts: [apiOrigin, webOrigin],
  settings,
  capabilities,
  oauth,
  apiVersion,
  accounts,
  account,
  validate,
  fit,
  prepare,
  commit,
  find,
  idAt,
  remove,
  metrics,
  accountMetrics,
  webhook,
})
