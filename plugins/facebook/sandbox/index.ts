import {
  accountOfRequest,
  batchRoutes,
  claimsOf,
  facebookLoginRoutes,
  graphErrors,
  hubHandshake,
  placeRoutes,
} from '@t21/meta-graph/sandbox'
import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { graphHost } from './api/page-call.ts'
import { sandboxApp } from './api/sandbox-app.ts'
import { commentRoutes } from './comments/comments.routes.ts'
import { credentials } from './credentials.ts'
import { insightRoutes } from './insights/insights.routes.ts'
import { fileRoutes } from './media/files.routes.ts'
import { photoRoutes } from './media/photos.routes.ts'
import { reelRoutes } from './media/reels.routes.ts'
import { resumableRoutes } from './media/resumable.routes.ts'
import { storyRoutes } from './media/stories.routes.ts'
import { videoUploadRoutes } from './media/video-upload.ts'
import { videoRoutes } from './media/videos.routes.ts'
import { nodeRoutes } from './nodes/node.routes.ts'
import { feedRoutes } from './posts/feed.routes.ts'
import { published } from './wall.ts'

const routes = [
  ...facebookLoginRoutes(sandboxApp),
  ...placeRoutes(graphHost),
  ...feedRoutes,
  ...photoRoutes,
  ...videoRoutes,
  ...reelRoutes,
  ...storyRoutes,
  ...videoUploadRoutes,
  ...resumableRoutes,
  ...commentRoutes,
  ...insightRoutes,
  ...nodeRoutes,
  ...fileRoutes,
]

/** Facebook Pages, as strict as the Graph API: see README.md beside. */
export const emulator = defineEmulator({
  network: 'facebook',
  platform: 'FACEBOOK',
  displayName: 'Facebook',
  look: {
    card: 'feed',
    accent: '#2f63d8',
    mark: 'M3 8a6 6 0 1 1 12 0a6 6 0 1 1-12 0M11 16a5 5 0 1 1 10 0a5 5 0 1 1-10 0',
  },
  credentials,
  routes: [...batchRoutes(graphHost, routes), ...routes],
  errors: graphErrors(sandboxApp),
  account: accountOfRequest,
  claims: claimsOf(sandboxApp),
  handshake: () => hubHandshake(sandboxApp),
  published,
})

export default emulator
