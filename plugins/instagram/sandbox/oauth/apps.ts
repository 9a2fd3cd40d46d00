/** The Instagram app, of Instagram Login (instagram.md 1A). Its id is not that of the Facebook app. */
export const instagramApp = {
  id: '5270611800000001',
  secret: 'sandbox-instagram-secret',
  name: 'T21 Sandbox-IG',
} as const

/** The Facebook app, of Facebook Login (instagram.md 1B). */
export const facebookApp = {
  id: '5270611800000002',
  secret: 'sandbox-instagram-facebook-secret',
  name: 'T21 Sandbox',
} as const

/** By which the callback for webhooks is recognised, for both apps. */
export const verifyToken = 'sandbox-instagram-verify-token'
