import { deauthorizeWebhook } from '@t21/meta-graph/sandbox'
import { escapeHtml, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { accountNamed } from '../accounts/account.ts'
import { subscriptionsIn } from '../webhooks/subscriptions.ts'
import { instagramApp } from './apps.ts'
import { page } from './consent-page.ts'
import { removeGrant } from './grants.ts'

/**
 * "Apps and websites" of the settings: `?sandbox_remove=<handle>` takes the app's access away, the only way to
 * revoke that Instagram Login has (instagram.md 1A, 7). The app is told with a `signed_request`.
 */
export const manageAccessRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'www.instagram.com',
    path: '/accounts/manage_access',
    operation: 'manage_access',
    handle(request, context) {
      const handle = request.query.get('sandbox_remove')
      if (handle === null) return { status: 200, html: settingsPage() }
      const account = accountNamed(context, handle)
      if (account === undefined || !removeGrant(context, account.id)) {
        return { status: 404, html: page('Nothing here', nothing(handle)) }
      }
      subscriptionsIn(context).delete(account.id)
      context.webhook(() =>
        deauthorizeWebhook(instagramApp, account.id, Math.floor(context.now().getTime() / 1000)),
      )
      const words = `<h1>${instagramApp.name} was removed from @${escapeHtml(handle)}</h1>`
      return { status: 200, html: page('Removed', words) }
    },
  },
]

function settingsPage(): string {
  return page(
    'Apps and websites',
    `<h1>Apps and websites</h1><form method="get"><fieldset><legend>${instagramApp.name}</legend>
<input name="sandbox_remove" required placeholder="handle" aria-label="Handle"> <button class="main">Remove</button></fieldset></form>`,
  )
}

function nothing(handle: string): string {
  return `<h1>@${escapeHtml(handle)} has given no access to ${instagramApp.name}</h1>`
}
