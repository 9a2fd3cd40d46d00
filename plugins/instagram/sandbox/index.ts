import {
  batchRoutes,
  facebookLoginRoutes,
  hubHandshake,
  placeRoutes,
} from '@t21/meta-graph/sandbox'
import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { avatarRoutes } from './accounts/avatar.routes.ts'
import { graphHosts } from './api/endpoint.ts'
import { nodeRoutes } from './api/node.routes.ts'
import { commentRoutes } from './comments/comments.routes.ts'
import { containerRoutes } from './containers/containers.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { insightRoutes } from './insights/media-insights.routes.ts'
import { fileRoutes } from './media/files.routes.ts'
import { uploadRoutes } from './media/upload.routes.ts'
import { authorizeRoutes } from './oauth/authorize.routes.ts'
import { facebookGraphApp } from './oauth/facebook-app.ts'
import { longTokenRoutes } from './oauth/long-token.routes.ts'
import { manageAccessRoutes } from './oauth/manage-access.routes.ts'
import { accountOfRequest, claims } from './oauth/request-account.ts'
import { tokenRoutes } from './oauth/token.routes.ts'
import { postRoutes } from './posts/posts.routes.ts'
import { published } from './wall.ts'
import { subscribedAppsRoutes } from './webhooks/subscribed-apps.routes.ts'

const routes = [
  ...authorizeRoutes,
  ...manageAccessRoutes,
  ...tokenRoutes,
  ...longTokenRoutes,
  ...facebookLoginRoutes(facebookGraphApp),
  ...placeRoutes(graphHosts.facebook),
  ...containerRoutes,
  ...uploadRoutes,
  ...postRoutes,
  ...commentRoutes,
  ...insightRoutes,
  ...subscribedAppsRoutes,
  ...nodeRoutes,
  ...fileRoutes,
  ...avatarRoutes,
]

/** Instagram's API with both of its logins, as strict as Instagram: see README.md beside. */
export const emulator = defineEmulator({
  network: 'instagram',
  platform: 'INSTAGRAM',
  displayName: 'Instagram',
  look: {
    card: 'gallery',
    accent: '#c4327a',
    mark: 'M3 5a2 2 0 0 1 2-2h9v11H3zM16 10h3a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-3h6z',
  },
  credentials,
  routes: [...batchRoutes(graphHosts.facebook, routes), ...routes],
  errors: emulatorErrors,
  account: accountOfRequest,
  claims,
  handshake: () => hubHandshake(facebookGraphApp),
  published,
})

export default emulator
