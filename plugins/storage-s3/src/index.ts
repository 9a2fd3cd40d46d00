import { defineProvider } from '@t21/plugin-kit'
import { settings } from './settings.ts'
import { openStorage } from './storage.ts'

/** Media in a bucket of an S3-compatible storage. */
export const provider = defineProvider({
  kind: 'storage',
  id: 's3',
  displayName: 'S3',
  settings,
  open: openStorage,
})

export default provider
