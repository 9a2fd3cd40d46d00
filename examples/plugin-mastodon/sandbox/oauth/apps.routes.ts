import type { RoutesOf } from '../api/endpoint.ts'
import { publicEndpoint } from '../api/endpoint.ts'
import { listOf, parametersOf, textOf } from '../api/body.ts'
import { invalid } from '../api/errors.ts'
import { registerApp } from './apps.ts'
import { scopesOf } from './scopes.ts'

/** `POST /api/v1/apps`: anybody registers an application. */
export const appRoutes: RoutesOf = (instance) => [
  publicEndpoint(instance, {
    method: 'POST',
    path: '/api/v1/apps',
    operation: 'register_app',
    scopes: [],
    handle({ request, context }) {
      const body = parametersOf(request)
      const name = textOf(body['client_name']) ?? ''
      if (name.trim() === '') throw invalid("Application name can't be blank")
      const uris = listOf(body['redirect_uris'])
      const redirectUris =
        uris.length > 0 ? uris : (textOf(body['redirect_uris']) ?? '').split(/\s+/).filter(Boolean)
      if (redirectUris.length === 0) throw invalid("Redirect URI can't be blank")
      if (redirectUris.some((uri) => URL.parse(uri) === null)) {
        throw invalid('Redirect URI must be an absolute URI.')
      }
      const scopes = scopesOf(textOf(body['scopes']) ?? 'read')
      if (scopes === undefined) throw invalid("Scopes doesn't match configured on the server.")
      const website = textOf(body['website']) || null
      const app = registerApp(context, { name, website, redirectUris, scopes })
      return {
        status: 200,
        json: {
          id: app.clientId,
          name,
          website,
          scopes,
          redirect_uris: redirectUris,
          redirect_uri: redirectUris.join('\n'),
          client_id: app.clientId,
          client_secret: app.clientSecret,
          client_secret_expires_at: 0,
        },
      }
    },
  }),
]
