import accepts from '@fastify/accepts'
import { Type } from 'typebox'
import { ApiError } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { clientOf } from '../../http/client.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { languageOf } from '../../http/language.ts'
import { presentLoggedIn } from '../auth/auth.presenter.ts'
import { LoggedInView } from '../auth/auth.schemas.ts'
import { browserCookie, browserSecretOf, makeBrowserSecret } from './browser-cookie.ts'
import {
  BeginQuery,
  CodeBody,
  LoginAnswerQuery,
  LoginProviderView,
  ProviderParams,
} from './login-providers.schemas.ts'
import { beginLogin, exchangeCode, finishLogin, frontendAddress } from './login.service.ts'

const tags = ['Authentication']
/** What stands in these addresses must not travel on in a Referer or stay in a cache. */
const hop = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }

/** Logging in by a provider: two hops of a browser below `/auth/oauth`, and the exchange of a one-time code. */
export async function loginProvidersRoutes(app: App): Promise<void> {
  const { context } = app
  const { config } = context
  await app.register(accepts)

  app.get(
    '/auth/oauth',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'listLoginProviders',
        summary: 'List the login providers',
        description: 'Those that are configured, for the buttons of a login page.',
        tags,
        response: { 200: dataOf(Type.Array(LoginProviderView)) },
      },
    },
    async () => ({ data: [...context.logins].map(([id, { name }]) => ({ id, name })) }),
  )

  app.get(
    '/auth/oauth/:provider',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'beginLogin',
        summary: 'Log in with a provider',
        description:
          'For browsers only: send the browser itself here. It goes to the provider, and comes back to `FRONTEND_URL/auth/callback?code=…` (or `?error=…`, a code of `docs/errors.md`). The web app sends that code to `POST /v1/auth/exchange`, with credentials: a cookie set here says that it is the same browser.',
        tags,
        params: ProviderParams,
        querystring: BeginQuery,
        response: { 302: Type.Null({ description: 'To the provider, or back with `?error=…`.' }) },
      },
    },
    async (request, reply) => {
      const browser = browserSecretOf(config, request.headers.cookie) ?? makeBrowserSecret()
      const { provider } = request.params
      const { returnTo } = request.query
      void reply.headers(hop).header('set-cookie', browserCookie(config, browser))
      try {
        const url = await beginLogin(context, { provider, returnTo, by: { browser } })
        return await reply.redirect(url, 302)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        return reply.redirect(frontendAddress(context, error.code), 302)
      }
    },
  )

  app.get(
    '/auth/oauth/:provider/callback',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'finishLogin',
        summary: 'Come back from a login provider',
        description:
          'For browsers only; register it at the provider as the redirect address. Its `state` works once, for 10 minutes, in the browser that began.',
        tags,
        params: ProviderParams,
        querystring: LoginAnswerQuery,
        response: { 302: Type.Null({ description: 'To the web app, with `code` or `error`.' }) },
      },
    },
    async (request, reply) => {
      const { provider } = request.params
      const answer = new URL(request.url, 'http://t21').searchParams
      const browser = browserSecretOf(config, request.headers.cookie)
      const locale = languageOf(request)
      const address = await finishLogin(context, { provider, answer, browser, locale })
      return reply.headers(hop).redirect(address, 302)
    },
  )

  app.post(
    '/auth/exchange',
    {
      config: { permission: 'public', strictLimit: true, idempotent: false },
      schema: {
        operationId: 'exchangeCode',
        summary: 'Exchange a one-time code for a session',
        description:
          'The code that the browser came back from a login provider with; it works once, for 60 seconds, in the browser that began: send the request with its cookies (`credentials: "include"`). Where the account has a second factor, answers SECOND_FACTOR_REQUIRED instead.',
        tags,
        body: CodeBody,
        response: {
          200: LoggedInView,
          ...errorsOf('INVALID_TOKEN', 'SECOND_FACTOR_REQUIRED', 'ACCOUNT_SUSPENDED'),
        },
      },
    },
    async (request) => {
      const browser = browserSecretOf(config, request.headers.cookie)
      const { code } = request.body
      const loggedIn = await exchangeCode(context, { code, browser }, clientOf(request))
      return presentLoggedIn(config, loggedIn)
    },
  )
}
