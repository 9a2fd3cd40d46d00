import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { pictureRoutes } from './accounts/picture.routes.ts'
import { userRoutes } from './accounts/users.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { uploadRoutes } from './media/upload.routes.ts'
import { authorizeRoutes } from './oauth/authorize.routes.ts'
import { accountOfRequest } from './oauth/request-account.ts'
import { tokenRoutes } from './oauth/token.routes.ts'
import { phoneRoutes } from './phone/phone.routes.ts'
import { creatorInfoRoutes } from './posts/creator-info.routes.ts'
import { initRoutes } from './posts/init.routes.ts'
import { statusRoutes } from './posts/status.routes.ts'
import { videoRoutes } from './videos/videos.routes.ts'
import { published } from './wall.ts'

/** TikTok's API, as strict as TikTok: see README.md beside. */
export const emulator = defineEmulator({
  network: 'tiktok',
  platform: 'TIKTOK',
  displayName: 'TikTok',
  look: {
    card: 'portrait',
    accent: '#0e8f8a',
    mark: 'M8 2h8a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3zM10 8v8l6-4z',
  },
  credentials,
  routes: [
    ...authorizeRoutes,
    ...tokenRoutes,
    ...userRoutes,
    ...creatorInfoRoutes,
    ...initRoutes,
    ...uploadRoutes,
    ...statusRoutes,
    ...videoRoutes,
    ...pictureRoutes,
    ...phoneRoutes,
  ],
  errors: emulatorErrors,
  account: accountOfRequest,
  published,
})

export default emulator
