import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { accountOptionsOf } from './account-options.service.ts'
import { startConnection, startReconnection } from './connections.service.ts'
import { presentSocialAccount } from './social-account.presenter.ts'
import {
  AccountOptionsQuery,
  AccountOptionsView,
  AccountParams,
  BrandAccountParams,
  BrandAccountsParams,
  ConnectBody,
  ReconnectBody,
  SocialAccountsQuery,
  SocialAccountView,
  StartedConnectionView,
} from './social-accounts.schemas.ts'
import {
  disconnectSocialAccount,
  getSocialAccount,
  listSocialAccounts,
  socialAccountList,
} from './social-accounts.service.ts'

const tags = ['Social accounts']

/** The accounts that a brand publishes to. */
export async function socialAccountsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/brands/:brandId/social-accounts',
    {
      config: { permission: ['read', 'SocialAccount'] },
      schema: {
        operationId: 'listSocialAccounts',
        summary: 'List the accounts of a brand',
        description: 'Newest first, with their health: what is wrong, until when, and what to do.',
        tags,
        params: BrandAccountsParams,
        querystring: SocialAccountsQuery,
        response: { 200: pageOf(SocialAccountView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.query }
      const rows = await listSocialAccounts(context, principalOf(request), input)
      const { items, meta } = page(rows, {
        limit: input.limit,
        secret: context.config.urlSecret,
        list: socialAccountList(input),
      })
      return { data: items.map((item) => presentSocialAccount(item, context.plugins)), meta }
    },
  )

  app.get(
    '/social-accounts/:id',
    {
      config: { permission: ['read', 'SocialAccount'] },
      schema: {
        operationId: 'getSocialAccount',
        summary: 'Get an account',
        description: 'With its health: what is wrong, until when, and what to do.',
        tags,
        params: AccountParams,
        response: { 200: dataOf(SocialAccountView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const account = await getSocialAccount(context, principalOf(request), request.params)
      return { data: presentSocialAccount(account, context.plugins) }
    },
  )

  app.get(
    '/social-accounts/:id/options',
    {
      config: { permission: ['read', 'SocialAccount'] },
      schema: {
        operationId: 'getSocialAccountOptions',
        summary: 'Get the options of a post to this account',
        description:
          'The platform’s options as JSON Schema, with what the network offers this account now, as `oneOf` of `const` and `title`: privacy choices, places, people … A form or a program needs no knowledge of the network.',
        tags,
        params: AccountParams,
        querystring: AccountOptionsQuery,
        response: {
          200: dataOf(AccountOptionsView),
          ...errorsOf(
            'NOT_FOUND',
            'PLATFORM_UNAVAILABLE',
            'ACCOUNT_NOT_CONNECTED',
            'NETWORK_UNAVAILABLE',
          ),
        },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.query }
      const { account, schema } = await accountOptionsOf(context, principalOf(request), input)
      return { data: { socialAccountId: account.id, platform: account.platform, schema } }
    },
  )

  app.post(
    '/brands/:brandId/social-accounts',
    {
      config: { permission: ['create', 'SocialAccount'] },
      schema: {
        operationId: 'connectSocialAccount',
        summary: 'Begin to connect an account',
        description:
          'Send the person’s browser to `authorizationUrl`. It comes back to T21, which sends it to `returnUrl`; then ask `GET /v1/connections/{id}`.',
        tags,
        params: BrandAccountsParams,
        body: ConnectBody,
        response: {
          201: dataOf(StartedConnectionView),
          ...errorsOf('NOT_FOUND', 'PLATFORM_UNAVAILABLE', 'RETURN_URL_NOT_ALLOWED'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body }
      const started = await startConnection(context, principalOf(request), input)
      return reply.code(201).send({ data: started })
    },
  )

  app.post(
    '/brands/:brandId/social-accounts/:id/reconnect',
    {
      config: { permission: ['update', 'SocialAccount'], optionalBody: true },
      schema: {
        operationId: 'reconnectSocialAccount',
        summary: 'Begin to connect an account anew',
        description:
          'As connecting, but only the same account is accepted. It keeps its id and everything that is scheduled on it.',
        tags,
        params: BrandAccountParams,
        body: ReconnectBody,
        response: {
          201: dataOf(StartedConnectionView),
          ...errorsOf('NOT_FOUND', 'PLATFORM_UNAVAILABLE', 'RETURN_URL_NOT_ALLOWED'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body }
      const started = await startReconnection(context, principalOf(request), input)
      return reply.code(201).send({ data: started })
    },
  )

  app.delete(
    '/brands/:brandId/social-accounts/:id',
    {
      config: { permission: ['delete', 'SocialAccount'] },
      schema: {
        operationId: 'disconnectSocialAccount',
        summary: 'Disconnect an account',
        description:
          'What is scheduled on it is called off, its tokens are erased here and given back to the network as far as it takes them. Refused while something is on its way to it.',
        tags,
        params: BrandAccountParams,
        response: {
          204: Type.Null({ description: 'It is disconnected.' }),
          ...errorsOf('NOT_FOUND', 'DELIVERY_IN_FLIGHT'),
        },
      },
    },
    async (request, reply) => {
      await disconnectSocialAccount(context, principalOf(request), request.params)
      return reply.code(204).send(null)
    },
  )
}
