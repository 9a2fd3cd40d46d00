import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'

const root = join(import.meta.dirname, '../..')
const { paths } = JSON.parse(readFileSync(join(root, 'core/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, object>>
}
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

/** Every endpoint of the specification's section 3, below `/v1`. */
const specified = [
  'POST /auth/register',
  'POST /auth/login',
  'POST /auth/logout',
  'POST /auth/refresh',
  'POST /auth/verify-email',
  'POST /auth/forgot-password',
  'POST /auth/reset-password',
  'GET /auth/oauth/:provider',
  'GET /auth/oauth/:provider/callback',
  'GET /users/me',
  'PATCH /users/me',
  'DELETE /users/me',
  'GET /users/me/usage',
  'GET /users/me/notifications',
  'PATCH /users/me/notifications/:id/read',
  'GET /brands',
  'POST /brands',
  'GET /brands/:id',
  'PATCH /brands/:id',
  'DELETE /brands/:id',
  'GET /brands/:id/analytics',
  'GET /brands/:brandId/social-accounts',
  'POST /brands/:brandId/social-accounts',
  'DELETE /brands/:brandId/social-accounts/:id',
  'POST /brands/:brandId/social-accounts/:id/reconnect',
  'GET /brands/:brandId/social-accounts/:id/analytics',
  'GET /posts',
  'POST /posts',
  'GET /posts/:id',
  'PATCH /posts/:id',
  'DELETE /posts/:id',
  'POST /posts/:id/publish',
  'POST /posts/:id/schedule',
  'POST /posts/:id/duplicate',
  'GET /posts/calendar',
  'POST /ai/generate-content',
  'POST /ai/generate-image-caption',
  'POST /ai/suggest-hashtags',
  'POST /ai/improve-content',
  'GET /media',
  'POST /media/upload',
  'DELETE /media/:id',
  'GET /media/:id/signed-url',
  'GET /organizations',
  'POST /organizations',
  'GET /organizations/:id',
  'PATCH /organizations/:id',
  'DELETE /organizations/:id',
  'GET /organizations/:id/members',
  'POST /organizations/:id/members',
  'PATCH /organizations/:id/members/:userId',
  'DELETE /organizations/:id/members/:userId',
  'GET /subscriptions/plans',
  'POST /subscriptions/checkout',
  'POST /subscriptions/portal',
  'GET /subscriptions/current',
  'PATCH /subscriptions/cancel',
  'GET /subscriptions/invoices',
  'POST /webhooks/stripe',
  'POST /webhooks/instagram',
  'POST /webhooks/twitter',
] as const

test('every endpoint of the specification is there under its path and method', async (t) => {
  for (const endpoint of specified) t.ok(isThere(endpoint), endpoint)
})

/** Whether the document has it. `/webhooks/instagram` is `/webhooks/{platform}` where the plugin of that network or provider is installed. */
function isThere(endpoint: string): boolean {
  const [method = '', path = ''] = endpoint.split(' ')
  return Object.entries(paths).some(
    ([documented, methods]) => method.toLowerCase() in methods && fits(documented, `/v1${path}`),
  )
}

function fits(documented: string, wanted: string): boolean {
  const [parts, given] = [documented.split('/'), wanted.split('/')]
  return (
    parts.length === given.length &&
    parts.every((part, index) => {
      const name = given[index] ?? ''
      if (part === '{platform}') {
        return Object.keys(dependencies).some(
          (id) => id.startsWith('@t21/plugin-') && id.endsWith(`-${name}`),
        )
      }
      return part.startsWith('{') ? name.startsWith(':') : part === name
    })
  )
}
