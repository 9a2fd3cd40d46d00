import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { accountRoutes } from './accounts/accounts.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { instanceRoutes } from './instance/instance.routes.ts'
import { instances } from './instances.ts'
import { fileRoutes } from './media/files.routes.ts'
import { mediaRoutes } from './media/media.routes.ts'
import { appRoutes } from './oauth/apps.routes.ts'
import { authorizeRoutes } from './oauth/authorize.routes.ts'
import { accountOfRequest } from './oauth/bearer.ts'
import { tokenRoutes } from './oauth/token.routes.ts'
import { statusRoutes } from './statuses/statuses.routes.ts'
import { timelineRoutes } from './statuses/timeline.routes.ts'
import { published } from './wall.ts'

const routesOf = [
  authorizeRoutes,
  tokenRoutes,
  appRoutes,
  instanceRoutes,
  accountRoutes,
  timelineRoutes,
  statusRoutes,
  mediaRoutes,
  fileRoutes,
]

/** Two Mastodon instances, as strict as Mastodon: see README.md beside. */
export const emulator = defineEmulator({
  network: 'mastodon',
  platform: 'MASTODON',
  displayName: 'Mastodon',
  look: { card: 'stream', accent: '#563acc', mark: 'M4 4h16v12h-9l-4 4v-4H4z' },
  credentials,
  routes: instances.flatMap((instance) => routesOf.flatMap((routes) => routes(instance))),
  errors: emulatorErrors,
  account: accountOfRequest,
  published,
})

export default emulator
