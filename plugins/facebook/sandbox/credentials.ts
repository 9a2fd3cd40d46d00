import { sandboxApp } from './api/sandbox-app.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  FACEBOOK_CLIENT_ID: sandboxApp.id,
  FACEBOOK_CLIENT_SECRET: sandboxApp.secret,
  FACEBOOK_WEBHOOK_VERIFY_TOKEN: sandboxApp.verifyToken,
}

export default credentials
