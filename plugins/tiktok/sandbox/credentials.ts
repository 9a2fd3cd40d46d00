import { sandboxClient } from './oauth/clients.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  TIKTOK_CLIENT_KEY: sandboxClient.key,
  TIKTOK_CLIENT_SECRET: sandboxClient.secret,
  TIKTOK_AUDITED: 'true',
}

export default credentials
