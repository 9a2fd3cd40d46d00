import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { clientOf } from '../../http/client.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { pagePolicy } from '../../http/html-page.ts'
import { callbackPage } from './callback.page.ts'
import { finishConnection } from './connection-callback.service.ts'
import { chooseAccounts } from './connection-choice.service.ts'
import { getConnection } from './connections.service.ts'
import { withOutcome } from './return-url.ts'
import { presentConnection } from './social-account.presenter.ts'
import {
  CallbackParams,
  CallbackQuery,
  ChooseBody,
  ConnectionParams,
  ConnectionView,
} from './social-accounts.schemas.ts'

const tags = ['Social accounts']
const Page = { content: { 'text/html': { schema: Type.String() } } }

/** The walk through a network's consent page, and its way back. */
export async function connectionsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/connections/:id',
    {
      config: { permission: ['create', 'SocialAccount'] },
      schema: {
        operationId: 'getConnection',
        summary: 'See how a connection fares',
        description: 'Only the person who began it sees it.',
        tags,
        params: ConnectionParams,
        response: { 200: dataOf(ConnectionView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const { id } = request.params
      return { data: presentConnection(await getConnection(context, principalOf(request), id)) }
    },
  )

  app.post(
    '/connections/:id/accounts',
    {
      config: { permission: ['create', 'SocialAccount'] },
      schema: {
        operationId: 'chooseAccounts',
        summary: 'Choose among several accounts',
        description: 'For a connection whose status is `choose`, within 10 minutes.',
        tags,
        params: ConnectionParams,
        body: ChooseBody,
        response: {
          200: dataOf(ConnectionView),
          ...errorsOf('NOT_FOUND', 'CONFLICT', 'QUOTA_EXCEEDED'),
        },
      },
    },
    async (request) => {
      const { params, body } = request
      const connection = await chooseAccounts(
        context,
        principalOf(request),
        params.id,
        body.targets,
      )
      return { data: presentConnection({ connection, expired: false }) }
    },
  )

  app.get(
    '/oauth/callback/:platform',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'oauthCallback',
        summary: 'Come back from a network',
        description:
          'For browsers only; register it at the network as the redirect address. Its `state` works once, for 10 minutes.',
        tags,
        params: CallbackParams,
        querystring: CallbackQuery,
        response: {
          200: { description: 'How it went, where there is no `returnUrl`.', ...Page },
          302: Type.Null({
            description: 'To `returnUrl`, with `connection` and `status` in the query.',
          }),
          400: { description: 'The state is unknown, used, or too old.', ...Page },
        },
      },
    },
    async (request, reply) => {
      const platform = request.params.platform.toUpperCase()
      const { ipAddress, userAgent } = clientOf(request)
      const from = { ipAddress, userAgent, requestId: request.id }
      const connection = await finishConnection(context, platform, request.query, from)
      // The address holds a code: it must not travel on in a Referer or stay in a cache.
      void reply.headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      const { status } = connection ?? {}
      const ended = status === 'connected' || status === 'choose' || status === 'failed'
      if (connection !== undefined && ended && connection.returnUrl !== null) {
        return reply.redirect(withOutcome(connection.returnUrl, connection.id, status), 302)
      }
      return reply
        .code(connection === undefined ? 400 : 200)
        .type('text/html; charset=utf-8')
        .header('content-security-policy', pagePolicy)
        .send(callbackPage(connection))
    },
  )
}
