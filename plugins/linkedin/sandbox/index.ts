import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { identityRoutes } from './accounts/identity.routes.ts'
import { organizationRoutes } from './accounts/organizations.routes.ts'
import { audienceRoutes } from './analytics/audience.routes.ts'
import { memberAnalyticsRoutes } from './analytics/member-analytics.routes.ts'
import { shareStatisticsRoutes } from './analytics/share-statistics.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { statusRoutes } from './media/status.routes.ts'
import { uploadRoutes } from './media/upload.routes.ts'
import { videoRoutes } from './media/videos.routes.ts'
import { wholeFileRoutes } from './media/whole-file.routes.ts'
import { authorizeRoutes } from './oauth/authorize.routes.ts'
import { accountOfRequest } from './oauth/request-account.ts'
import { tokenRoutes } from './oauth/token.routes.ts'
import { postRoutes } from './posts/posts.routes.ts'
import { readRoutes } from './posts/read.routes.ts'
import { commentRoutes } from './social/comments.routes.ts'
import { socialRoutes } from './social/social.routes.ts'
import { published } from './wall.ts'
import { handshake } from './webhooks/signature.ts'
import { subscriptionRoutes } from './webhooks/subscriptions.routes.ts'

/** LinkedIn's API, as strict as LinkedIn: see README.md beside. */
export const emulator = defineEmulator({
  network: 'linkedin',
  platform: 'LINKEDIN',
  displayName: 'LinkedIn',
  look: {
    card: 'professional',
    accent: '#0b6b8f',
    mark: 'M4 13h4v7H4zM10 8h4v12h-4zM16 3h4v17h-4z',
  },
  credentials,
  routes: [
    ...authorizeRoutes,
    ...tokenRoutes,
    ...identityRoutes,
    ...organizationRoutes,
    ...wholeFileRoutes,
    ...videoRoutes,
    ...statusRoutes,
    ...uploadRoutes,
    ...postRoutes,
    ...readRoutes,
    ...commentRoutes,
    ...socialRoutes,
    ...shareStatisticsRoutes,
    ...memberAnalyticsRoutes,
    ...audienceRoutes,
    ...subscriptionRoutes,
  ],
  errors: emulatorErrors,
  account: accountOfRequest,
  handshake,
  published,
})

export default emulator
