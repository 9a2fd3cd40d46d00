import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import type { Passwords } from '../auth/passwords.ts'
import { beginLink, confirmLink, listLinkedLogins, unlink } from './linked-logins.service.ts'
import {
  CodeBody,
  LinkBody,
  LinkedLoginView,
  LinkView,
  ProviderParams,
  UnlinkBody,
} from './login-providers.schemas.ts'

const tags = ['Users']
const selfAndStrict = { permission: 'self', strictLimit: true, idempotent: false } as const
const stepUpErrors = [
  'WRONG_PASSWORD',
  'FRESH_LOGIN_REQUIRED',
  'SECOND_FACTOR_WRONG',
  'SERVICE_UNAVAILABLE',
] as const

/** The logins of providers that are linked to one's own account: below `/users/me/login-providers`. */
export async function linkedLoginsRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context, authenticator } = app

  app.get(
    '/users/me/login-providers',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'listLinkedLogins',
        summary: 'List the login providers and your logins there',
        description: 'Those that are configured, and which of them you can log in with.',
        tags,
        response: { 200: dataOf(Type.Array(LinkedLoginView)) },
      },
    },
    async (request) => {
      const logins = await listLinkedLogins(context, principalOf(request))
      const data = logins.map(({ linked, ...one }) => ({
        ...one,
        linked: linked && {
          email: linked.email,
          createdAt: linked.createdAt.toISOString(),
          lastUsedAt: linked.lastUsedAt?.toISOString() ?? null,
        },
      }))
      return { data }
    },
  )

  app.post(
    '/users/me/login-providers/:provider',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'beginLink',
        summary: 'Begin to link a login of a provider',
        description:
          'Send the browser to the address. It comes back with `code` and `link` in the query (or `error`); send the code to `…/confirm` in this same session, within 60 seconds.',
        tags,
        params: ProviderParams,
        body: LinkBody,
        response: {
          200: dataOf(LinkView),
          ...errorsOf(
            'NOT_FOUND',
            'EMAIL_NOT_VERIFIED',
            'RETURN_URL_NOT_ALLOWED',
            'LOGIN_PROVIDER_UNAVAILABLE',
            ...stepUpErrors,
          ),
        },
      },
    },
    async (request) => {
      const { provider } = request.params
      const input = { ...request.body, provider }
      const url = await beginLink(context, passwords, principalOf(request), input)
      return { data: { authorizationUrl: url } }
    },
  )

  app.post(
    '/users/me/login-providers/:provider/confirm',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'confirmLink',
        summary: 'Link the login that the browser came back with',
        description:
          'In the session that began it. From then on one can log in with it; a mail tells you.',
        tags,
        params: ProviderParams,
        body: CodeBody,
        response: {
          204: Type.Null({ description: 'Linked.' }),
          ...errorsOf('NOT_FOUND', 'INVALID_TOKEN', 'LOGIN_TAKEN'),
        },
      },
    },
    async (request, reply) => {
      const { provider } = request.params
      const { code } = request.body
      await confirmLink(context, principalOf(request), { provider, code })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/users/me/login-providers/:provider',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'unlinkLogin',
        summary: 'Unlink a login of a provider',
        description:
          'One cannot log in with it any more; every other session ends, and a mail tells you. Refused for the last way to log in.',
        tags,
        params: ProviderParams,
        body: UnlinkBody,
        response: {
          204: Type.Null({ description: 'Unlinked.' }),
          ...errorsOf('NOT_FOUND', 'LAST_LOGIN', ...stepUpErrors),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { provider } = request.params
      await unlink(context, passwords, principal, { ...request.body, provider })
      await authenticator.forgetUser(principal.userId)
      return reply.code(204).send(null)
    },
  )
}
