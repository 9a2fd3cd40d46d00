import { defineConnector } from '@t21/plugin-kit'
import { accountMetrics } from './account-metrics.ts'
import { accountOptions } from './account-options.ts'
import { account } from './account.ts'
import { accounts } from './accounts.ts'
import { instanceOrigin } from './api.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
import { find } from './find.ts'
import { fit } from './fit.ts'
import { metrics } from './metrics.ts'
import { oauth } from './oauth.ts'
import { prepare } from './prepare.ts'
import { remove } from './remove.ts'
import { settings } from './settings.ts'
import { validate } from './validate.ts'

/** A Mastodon instance: the settings name it. It answers `commit` at once, so there is nothing to `confirm`. */
export const connector = defineConnector({
  id: 'mastodon',
  platform: 'MASTODON',
  displayName: 'Mastodon',
  hosts: (values) => [instanceOrigin(values)],
  settings,
  capabilities,
  oauth,
  accounts,
  account,
  accountOptions,
  validate,
  fit,
  prepare,
  commit,
  find,
  remove,
  metrics,
  accountMetrics,
})
