import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { createLab as createKitLab, type Lab } from '@t21/plugin-kit/sandbox/testing'
import { batchRoutes } from '../api/batch.routes.ts'
import { accountOfRequest, claimsOf } from '../claims.ts'
import { graphErrors } from '../emulator-errors.ts'
import type { GraphApp } from '../oauth/app.ts'
import { facebookHost } from '../oauth/host.ts'
import { facebookLoginRoutes } from '../oauth/login.ts'

/** An app of these tests. */
export const app: GraphApp = {
  id: '10000000000000001',
  secret: 'a-secret',
  name: 'Test app',
  network: 'Facebook',
  verifyToken: 'verify-me',
  scopes: ['pages_show_list', 'pages_manage_metadata', 'business_management'],
  businessUse: { type: 'pages', code: 80001 },
  people: [{ handle: 'alice', note: 'has two pages' }],
}

const routes = facebookLoginRoutes(app)

/** An emulation that has nothing but the login, and batches of it. */
export const emulator = defineEmulator({
  network: 'graph',
  platform: 'GRAPH',
  displayName: 'Graph',
  credentials: {},
  routes: [...batchRoutes(facebookHost(app), routes), ...routes],
  errors: graphErrors(app),
  account: accountOfRequest,
  claims: claimsOf(app),
  published: () => [],
})

/** It, on a table. */
export function createLab(): Lab {
  return createKitLab(emulator, { host: 'graph.facebook.com' })
}
