import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern, type Account } from '../accounts/account.ts'
import { sandboxAppId, sandboxClient } from '../oauth/clients.ts'
import { clientsOf, dropGrants } from '../oauth/grants.ts'
import { tellRevoked } from '../webhooks/activity.ts'

/**
 * What a person does under "Connected apps", where no API reaches: take an app's permission away. A page per handle:
 * `x.com/sandbox/apps/<handle>`.
 */
export const appsRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'x.com',
    path: '/sandbox/apps/:handle',
    operation: 'apps',
    handle(request, context) {
      const handle = request.params['handle'] ?? ''
      if (!handlePattern.test(handle)) return { status: 404, text: 'There is no such account.' }
      const account = accountOf(context, handle)
      const clientId = request.query.get('disconnect')
      if (clientId === null) return { status: 200, html: appsPage(context, account) }
      const dropped = dropGrants(context, account.id, clientId)
      // Only this app has a webhook.
      if (dropped && clientId === sandboxClient.id) tellRevoked(context, account, sandboxAppId)
      // So that loading the page again does nothing twice.
      return { status: 303, headers: { location: handle } }
    },
  },
]

function appsPage(context: EmulatorContext, account: Account): string {
  const apps = clientsOf(context, account.id).map(
    (id) => `<li><button name="disconnect" value="${id}">Disconnect <b>${id}</b></button></li>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Connected apps</title></head>
<body><h1>Connected apps of @${account.username}</h1><form method="get">${
    apps.length === 0 ? '<p>None.</p>' : `<ul>${apps.join('')}</ul>`
  }</form></body></html>`
}
