import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { userOf } from '../people/users.ts'
import { handlePattern } from '../people/handles.ts'
import { deauthorizeWebhook } from '../webhooks/signing.ts'
import type { GraphApp } from './app.ts'
import { removedPage, settingsPage } from './dialog-page.ts'
import { grantOf, revokeGrant } from './grants.ts'

/**
 * "Apps and websites" of a person's settings: `?client_id=<app>&sandbox_remove=<handle>` takes the app's access away. The app
 * is told with a `signed_request` (facebook.md 7, "Deauthorize callback").
 */
export function settingsRoutes(app: GraphApp): readonly EmulatorRoute[] {
  return [
    {
      method: 'GET',
      host: 'www.facebook.com',
      path: '/settings/applications',
      operation: 'settings',
      handle(request, context) {
        const handle = request.query.get('sandbox_remove')
        if (handle === null) return { status: 200, html: settingsPage(app) }
        const user = handlePattern.test(handle) ? userOf(context, app.id, handle) : undefined
        if (user === undefined || grantOf(context, user.id) === undefined) {
          return { status: 404, html: removedPage(app, handle, false) }
        }
        revokeGrant(context, user.id)
        context.webhook(() =>
          deauthorizeWebhook(app, user.id, Math.floor(context.now().getTime() / 1000)),
        )
        return { status: 200, html: removedPage(app, handle, true) }
      },
    },
  ]
}
