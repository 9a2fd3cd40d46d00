import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { ChangeEmailBody, ChangePasswordBody, ConfirmEmailBody } from './account-changes.schemas.ts'
import { MaybeMailedView } from './auth.schemas.ts'
import { askForEmailChange, confirmEmailChange } from './change-email.service.ts'
import { changePassword } from './change-password.service.ts'
import type { Passwords } from './passwords.ts'

const tags = ['Users']
/** Limited like logins: what is guessed here is a password. No answer of theirs is kept for a repetition. */
const selfAndStrict = { permission: 'self', strictLimit: true, idempotent: false } as const

/** What changes who may log in, below `/users/me`; each asks for the password or for a mailed token. */
export async function accountChangesRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context, authenticator } = app

  app.post(
    '/users/me/change-password',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'changePassword',
        summary: 'Change your password',
        description:
          'Every other session ends at once, and a mail tells you. API keys go on working. After 10 wrong guesses within 7 minutes one has to wait.',
        tags,
        body: ChangePasswordBody,
        response: {
          204: Type.Null({ description: 'Changed; this session goes on.' }),
          ...errorsOf('WRONG_PASSWORD', 'SERVICE_UNAVAILABLE'),
        },
      },
    },
    async (request, reply) => {
      const ended = await changePassword(context, passwords, principalOf(request), request.body)
      for (const id of ended) authenticator.forget(id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/users/me/change-email',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'changeEmail',
        summary: 'Ask for another e-mail address',
        description:
          'A link goes to the new address, and a notice to the old one; the address changes when the link is used. The answer is the same for an address that has an account already. A password reset puts an end to it. At most three an hour.',
        tags,
        body: ChangeEmailBody,
        response: {
          202: dataOf(MaybeMailedView),
          ...errorsOf(
            'WRONG_PASSWORD',
            'FRESH_LOGIN_REQUIRED',
            'SECOND_FACTOR_WRONG',
            'SERVICE_UNAVAILABLE',
          ),
        },
      },
    },
    async (request, reply) => {
      await askForEmailChange(context, passwords, principalOf(request), request.body)
      const message = 'If this address can be yours, a mail with a link is on its way to it.'
      return reply.code(202).send({ data: { message } })
    },
  )

  app.post(
    '/users/me/confirm-email',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'confirmEmail',
        summary: 'Confirm a new e-mail address',
        description:
          'With the token of the mail, logged in as who asked; it works once, for an hour. Every other session ends.',
        tags,
        body: ConfirmEmailBody,
        response: {
          200: dataOf(Type.Object({ email: Type.String() })),
          ...errorsOf('INVALID_TOKEN'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const email = await confirmEmailChange(context, principal, request.body.token)
      await authenticator.forgetUser(principal.userId)
      return { data: { email } }
    },
  )
}
