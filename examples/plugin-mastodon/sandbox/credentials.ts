import { sandboxApp } from './oauth/apps.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  MASTODON_INSTANCE_URL: 'https://mastodon.example',
  MASTODON_CLIENT_ID: sandboxApp.clientId,
  MASTODON_CLIENT_SECRET: sandboxApp.clientSecret,
}

export default credentials
