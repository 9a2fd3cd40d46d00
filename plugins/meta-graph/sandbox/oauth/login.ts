import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { accountRoutes } from '../people/accounts.routes.ts'
import { avatarRoutes } from '../people/avatar.routes.ts'
import { subscribedAppsRoutes } from '../webhooks/subscribed-apps.routes.ts'
import type { GraphApp } from './app.ts'
import { debugTokenRoutes } from './debug-token.routes.ts'
import { dialogRoutes } from './dialog.routes.ts'
import { permissionRoutes } from './permissions.routes.ts'
import { settingsRoutes } from './settings.routes.ts'
import { tokenRoutes } from './token.routes.ts'

/** Facebook Login for one app: dialog, tokens, permissions, pages and their subscriptions (facebook.md 1 and 7). */
export function facebookLoginRoutes(app: GraphApp): readonly EmulatorRoute[] {
  return [
    ...dialogRoutes(app),
    ...tokenRoutes(app),
    ...debugTokenRoutes(app),
    ...permissionRoutes(app),
    ...settingsRoutes(app),
    ...accountRoutes(app),
    ...subscribedAppsRoutes(app),
    ...avatarRoutes,
  ]
}
