import { defineConnector } from '@t21/plugin-kit'
import { accounts } from './accounts.ts'
import { apiOrigin } from './api.ts'
import { capabilities } from './capabilities.ts'
import { commit } from './commit.ts'
import { find } from './find.ts'
import { oauth } from './oauth.ts'
import { prepare } from './prepare.ts'
import { settings } from './settings.ts'
import { validate } from './validate.ts'

/**
 * My Net. Add `confirm` where the network accepts first and publishes later, `remove` and `metrics` with their
 * capabilities, `account` for live limits, `webhook` for what the network tells by itself.
 */
export const connector = defineConnector({
  id: 'my-net',
  platform: 'MY_NET',
  displayName: 'My Net',
  hosts: [apiOrigin],
  settings,
  capabilities,
  oauth,
  accounts,
  validate,
  prepare,
  commit,
  find,
})
