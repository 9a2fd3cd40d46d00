import { sandboxApiKey, sandboxClient } from './oauth/clients.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  TWITTER_CLIENT_ID: sandboxClient.id,
  TWITTER_CLIENT_SECRET: sandboxClient.secret,
  TWITTER_CONSUMER_KEY: sandboxApiKey.key,
  TWITTER_CONSUMER_SECRET: sandboxApiKey.secret,
}

export default credentials
