import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { authorizeRoutes } from './authorize.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { tokenRoutes } from './token.routes.ts'
import { accountOfRequest, userRoutes } from './user.routes.ts'

/** The login with GitHub: see README.md beside. */
export const emulator = defineEmulator({
  network: 'github',
  displayName: 'GitHub',
  credentials,
  routes: [...authorizeRoutes, ...tokenRoutes, ...userRoutes],
  errors: emulatorErrors,
  account: accountOfRequest,
})

export default emulator
