import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { avatarRoutes } from './accounts/avatar.routes.ts'
import { userRoutes } from './accounts/users.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { fileRoutes } from './media/files.routes.ts'
import { metadataRoutes } from './media/metadata.routes.ts'
import { oneShotRoutes } from './media/one-shot.routes.ts'
import { uploadRoutes } from './media/upload.routes.ts'
import { authorizeRoutes } from './oauth/authorize.routes.ts'
import { accountOfRequest } from './oauth/request-account.ts'
import { tokenRoutes } from './oauth/token.routes.ts'
import { lookupRoutes } from './posts/lookup.routes.ts'
import { postRoutes } from './posts/posts.routes.ts'
import { timelineRoutes } from './posts/timeline.routes.ts'
import { appsRoutes } from './settings/apps.routes.ts'
import { published } from './wall.ts'
import { handshake } from './webhooks/signature.ts'
import { subscriptionRoutes } from './webhooks/subscriptions.routes.ts'
import { webhookRoutes } from './webhooks/webhooks.routes.ts'

/** X's API, as strict as X: see README.md beside. */
export const emulator = defineEmulator({
  network: 'twitter',
  platform: 'TWITTER',
  displayName: 'X',
  look: {
    card: 'stream',
    accent: '#4a5568',
    mark: 'M4 6a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1-5 0M11 4.8h9v2.4h-9zM5.5 9.5h2v5h-2zM4 18a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1-5 0M11 16.8h9v2.4h-9z',
  },
  credentials,
  routes: [
    ...authorizeRoutes,
    ...tokenRoutes,
    ...userRoutes,
    ...postRoutes,
    ...lookupRoutes,
    ...timelineRoutes,
    ...uploadRoutes,
    ...oneShotRoutes,
    ...metadataRoutes,
    ...fileRoutes,
    ...avatarRoutes,
    ...appsRoutes,
    ...webhookRoutes,
    ...subscriptionRoutes,
  ],
  errors: emulatorErrors,
  account: accountOfRequest,
  handshake,
  published,
})

export default emulator
