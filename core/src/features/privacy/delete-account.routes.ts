import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import type { Passwords } from '../auth/passwords.ts'
import { StepUpFields } from '../auth/step-up.schemas.ts'
import { deleteAccount } from './delete-account.service.ts'

const DeleteAccountBody = Type.Object(StepUpFields, {
  additionalProperties: false,
  examples: [{ password: 'securePass123' }],
})

/** The end of an account. */
export async function deleteAccountRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  app.delete(
    '/users/me',
    {
      config: { permission: 'self', strictLimit: true },
      schema: {
        operationId: 'deleteMe',
        summary: 'Delete your account',
        description:
          'With the organizations that are yours alone: their brands, accounts, posts and files. What is scheduled in them is called off; what was published stays on the networks. Sessions and API keys end at once, the rest is erased within the hour. What you wrote for organizations of others stays with them, without your name. Refused where others would be left without an owner, and while something is on its way. It cannot be undone.',
        tags: ['Users'],
        body: DeleteAccountBody,
        response: {
          204: Type.Null({ description: 'The account is gone.' }),
          ...errorsOf(
            'WRONG_PASSWORD',
            'FRESH_LOGIN_REQUIRED',
            'SECOND_FACTOR_WRONG',
            'SOLE_OWNER',
            'DELIVERY_IN_FLIGHT',
            'SERVICE_UNAVAILABLE',
          ),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      await deleteAccount(app.context, passwords, principal, request.body)
      await app.authenticator.forgetUser(principal.userId)
      return reply.code(204).send(null)
    },
  )
}
