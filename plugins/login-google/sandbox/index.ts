import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { authorizeRoutes } from './authorize.routes.ts'
import { avatarRoutes } from './avatar.routes.ts'
import { credentials } from './credentials.ts'
import { discoveryRoutes } from './discovery.routes.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { accountOfRequest, userinfoRoutes } from './userinfo.routes.ts'
import { tokenRoutes } from './token.routes.ts'

/** Google as an OpenID provider: see README.md beside. */
export const emulator = defineEmulator({
  network: 'google',
  displayName: 'Google',
  credentials,
  routes: [
    ...discoveryRoutes,
    ...authorizeRoutes,
    ...tokenRoutes,
    ...userinfoRoutes,
    ...avatarRoutes,
  ],
  errors: emulatorErrors,
  account: accountOfRequest,
})

export default emulator
