import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { contentTagOf } from '../../http/version.ts'
import { presentUser } from './user.presenter.ts'
import { PatchUserBody, UserView } from './users.schemas.ts'
import { changeableOf, changeAccount, readAccount } from './users.service.ts'

const tags = ['Users']

/** One's own account: `/users/me`. */
export async function usersRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/users/me',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readMe',
        summary: 'Read your account',
        description: 'With the plan and the usage of your personal organization.',
        tags,
        response: { 200: dataOf(UserView) },
      },
    },
    async (request, reply) => {
      const account = await readAccount(context, principalOf(request))
      void reply.header('etag', contentTagOf(changeableOf(account)))
      return { data: presentUser(account) }
    },
  )

  app.patch(
    '/users/me',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'changeMe',
        summary: 'Change your account',
        description:
          'Name, picture, language and time zone; with `If-Match` only where they are what was read. The address and the password have ways of their own.',
        tags,
        body: PatchUserBody,
        response: { 200: dataOf(UserView), ...errorsOf('VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { body, headers } = request
      const account = await changeAccount(context, principal, body, headers['if-match'])
      // The language is part of who somebody is.
      await app.authenticator.forgetUser(principal.userId)
      void reply.header('etag', contentTagOf(changeableOf(account)))
      return { data: presentUser(account) }
    },
  )
}
