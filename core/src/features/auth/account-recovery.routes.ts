import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { Type } from 'typebox'
import { atLeast, evenMilliseconds } from './at-least.ts'
import { EmailBody, MaybeMailedView, ResetPasswordBody, VerifyEmailBody } from './auth.schemas.ts'
import { clientOf } from '../../http/client.ts'
import { resendVerification, verifyEmail } from './email-verification.service.ts'
import { forgotPassword, resetPassword } from './password-reset.service.ts'
import type { Passwords } from './passwords.ts'

const tags = ['Authentication']
const publicAndStrict = { permission: 'public', strictLimit: true, idempotent: false } as const

/** What goes by mail: verifying an address, and getting back in without the password. Below `/auth`. */
export async function accountRecoveryRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context, authenticator } = app

  app.post(
    '/auth/verify-email',
    {
      config: publicAndStrict,
      schema: {
        operationId: 'verifyEmail',
        summary: 'Verify an e-mail address',
        description: 'With the token of the mail; it works once, for 24 hours.',
        tags,
        body: VerifyEmailBody,
        response: {
          200: dataOf(Type.Object({ emailVerified: Type.Literal(true) })),
          ...errorsOf('INVALID_TOKEN'),
        },
      },
    },
    async (request) => {
      for (const id of await verifyEmail(context, request.body.token)) authenticator.forget(id)
      return { data: { emailVerified: true as const } }
    },
  )

  app.post(
    '/auth/resend-verification',
    {
      config: publicAndStrict,
      schema: {
        operationId: 'resendVerification',
        summary: 'Send the verification mail again',
        description: 'The answer is the same whether or not there is an address to verify.',
        tags,
        body: EmailBody,
        response: { 202: dataOf(MaybeMailedView) },
      },
    },
    async (request, reply) => {
      await atLeast(evenMilliseconds, resendVerification(context, request.body.email))
      const message = 'If this address waits to be verified, a mail is on its way.'
      return reply.code(202).send({ data: { message } })
    },
  )

  app.post(
    '/auth/forgot-password',
    {
      config: publicAndStrict,
      schema: {
        operationId: 'forgotPassword',
        summary: 'Ask for a new password',
        description: 'The answer is the same whether or not there is an account with this address.',
        tags,
        body: EmailBody,
        response: { 202: dataOf(MaybeMailedView) },
      },
    },
    async (request, reply) => {
      await atLeast(evenMilliseconds, forgotPassword(context, request.body.email))
      const message = 'If there is an account with this address, a mail is on its way.'
      return reply.code(202).send({ data: { message } })
    },
  )

  app.post(
    '/auth/reset-password',
    {
      config: publicAndStrict,
      schema: {
        operationId: 'resetPassword',
        summary: 'Choose a new password',
        description:
          'With the token of the mail; it works once, for an hour. Every session ends; log in with the new password. Where the address was not verified before, it is now, and API keys, webhooks and calendar addresses that were made until then are withdrawn: somebody else may have made them.',
        tags,
        body: ResetPasswordBody,
        response: {
          200: dataOf(Type.Object({ message: Type.String() })),
          ...errorsOf('INVALID_TOKEN', 'SERVICE_UNAVAILABLE'),
        },
      },
    },
    async (request) => {
      const userId = await resetPassword(context, passwords, request.body, clientOf(request))
      await authenticator.forgetUser(userId)
      return { data: { message: 'The password is changed. Log in with the new one.' } }
    },
  )
}
