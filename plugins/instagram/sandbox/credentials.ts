import { facebookApp, instagramApp, verifyToken } from './oauth/apps.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  INSTAGRAM_CLIENT_ID: instagramApp.id,
  INSTAGRAM_CLIENT_SECRET: instagramApp.secret,
  INSTAGRAM_FACEBOOK_CLIENT_ID: facebookApp.id,
  INSTAGRAM_FACEBOOK_CLIENT_SECRET: facebookApp.secret,
  INSTAGRAM_WEBHOOK_VERIFY_TOKEN: verifyToken,
}

export default credentials
