import accepts from '@fastify/accepts'
import { sessionIdOf } from '../../authz/credential.ts'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { languageOf } from '../../http/language.ts'
import { Type } from 'typebox'
import { presentLoggedIn, presentTokens } from './auth.presenter.ts'
import {
  LoggedInView,
  LoginBody,
  RefreshBody,
  RefreshedView,
  RegisterBody,
} from './auth.schemas.ts'
import { clientOf } from '../../http/client.ts'
import { login } from './login.service.ts'
import type { Passwords } from './passwords.ts'
import { refreshSession } from './refresh.service.ts'
import { register } from './registration.service.ts'
import { revokeSession } from './sessions.service.ts'

const tags = ['Authentication']

/** Registration, login, refresh and logout: below `/auth`. */
export async function authRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context, authenticator } = app
  const { config } = context
  await app.register(accepts)

  app.post(
    '/auth/register',
    {
      config: { permission: 'public', strictLimit: true, idempotent: false },
      schema: {
        operationId: 'register',
        summary: 'Register',
        description:
          'Makes a user and their personal organization, logs them in, and sends a mail that verifies the address, in the language of `locale`, else of `Accept-Language`.',
        tags,
        body: RegisterBody,
        response: { 201: LoggedInView, ...errorsOf('EMAIL_TAKEN', 'SERVICE_UNAVAILABLE') },
      },
    },
    async (request, reply) => {
      const { locale = languageOf(request), ...body } = request.body
      const loggedIn = await register(context, passwords, { ...body, locale }, clientOf(request))
      return reply.code(201).send(await presentLoggedIn(config, loggedIn))
    },
  )

  app.post(
    '/auth/login',
    {
      config: { permission: 'public', strictLimit: true, idempotent: false },
      schema: {
        operationId: 'login',
        summary: 'Log in',
        description:
          'Opens a session; where the account has a second factor, answers SECOND_FACTOR_REQUIRED instead, and `POST /v1/auth/second-factor` opens it. An unknown address and a wrong password are answered alike. After 10 wrong guesses of one account within 7 minutes, strangers to it have to wait.',
        tags,
        body: LoginBody,
        response: {
          200: LoggedInView,
          ...errorsOf(
            'INVALID_CREDENTIALS',
            'SECOND_FACTOR_REQUIRED',
            'ACCOUNT_SUSPENDED',
            'SERVICE_UNAVAILABLE',
          ),
        },
      },
    },
    async (request) => {
      const loggedIn = await login(context, passwords, request.body, clientOf(request))
      return presentLoggedIn(config, loggedIn)
    },
  )

  app.post(
    '/auth/refresh',
    {
      config: { permission: 'public', idempotent: false },
      schema: {
        operationId: 'refreshTokens',
        summary: 'Get new tokens',
        description:
          'Exchanges a refresh token for new tokens. It works once; if the answer was lost, send it again within 10 seconds, before its successor is used. Any other second use ends the session.',
        tags,
        body: RefreshBody,
        response: { 200: RefreshedView, ...errorsOf('INVALID_TOKEN') },
      },
    },
    async (request) => {
      const session = await refreshSession(context, request.body.refreshToken, authenticator.forget)
      return { tokens: await presentTokens(config, session) }
    },
  )

  app.post(
    '/auth/logout',
    {
      config: { permission: 'self', idempotent: false },
      schema: {
        operationId: 'logout',
        summary: 'Log out',
        description: 'Ends the session: its access and refresh tokens are worth nothing.',
        tags,
        response: { 204: Type.Null({ description: 'Logged out.' }) },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const sessionId = sessionIdOf(principal)
      await revokeSession(context, principal, sessionId, 'logout')
      authenticator.forget(sessionId)
      return reply.code(204).send(null)
    },
  )
}
