import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf } from '../../http/envelope.ts'
import { presentUser } from './user.presenter.ts'
import { PatchUserBody, UserView } from './users.schemas.ts'
import { changeAccount, readAccount } from './users.service.ts'

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
    async (request) => ({ data: presentUser(await readAccount(context, principalOf(request))) }),
  )

  app.patch(
    '/users/me',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'changeMe',
        summary: 'Change your account',
        description: 'Name and picture. The address and the password have ways of their own.',
        tags,
        body: PatchUserBody,
        response: { 200: dataOf(UserView) },
      },
    },
    async (request) => {
      const account = await changeAccount(context, principalOf(request), request.body)
      return { data: presentUser(account) }
    },
  )
}
