import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { clientOf } from '../../http/client.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { Type } from 'typebox'
import { presentLoggedIn } from '../auth/auth.presenter.ts'
import { LoggedInView } from '../auth/auth.schemas.ts'
import type { Passwords } from '../auth/passwords.ts'
import { answerChallenge } from './challenges.ts'
import {
  AnswerChallengeBody,
  BeginTotpBody,
  ChangeTotpBody,
  ConfirmTotpBody,
  RecoveryCodesView,
  SecondFactorView,
  TotpSecretView,
} from './second-factor.schemas.ts'
import {
  beginTotp,
  confirmTotp,
  disableTotp,
  readSecondFactor,
  renewRecoveryCodes,
} from './second-factor.service.ts'

const tags = ['Second factor']
/** Limited like logins: what is guessed here are passwords and codes. No answer of theirs is kept for a repetition. */
const selfAndStrict = { permission: 'self', strictLimit: true, idempotent: false } as const

/** The second factor of a login: below `/users/me/totp`, and where a login goes on with it. */
export async function secondFactorRoutes(
  app: App,
  { passwords }: { readonly passwords: Passwords },
): Promise<void> {
  const { context, authenticator } = app

  app.post(
    '/auth/second-factor',
    {
      config: { permission: 'public', strictLimit: true, idempotent: false },
      schema: {
        operationId: 'answerSecondFactor',
        summary: 'Log in with the second factor',
        description:
          'Goes on where a login was answered SECOND_FACTOR_REQUIRED: with the challenge of that answer and a code of the authenticator, or a recovery code. A challenge works once, for 5 minutes and 5 tries; after 10 wrong codes of one account within 7 minutes one has to wait.',
        tags,
        body: AnswerChallengeBody,
        response: { 200: LoggedInView, ...errorsOf('INVALID_TOKEN', 'SECOND_FACTOR_WRONG') },
      },
    },
    async (request) => {
      const loggedIn = await answerChallenge(context, request.body, clientOf(request))
      return presentLoggedIn(context.config, loggedIn)
    },
  )

  app.get(
    '/users/me/totp',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'readSecondFactor',
        summary: 'See whether a second factor is on',
        description: 'And how many recovery codes are left.',
        tags,
        response: { 200: dataOf(SecondFactorView) },
      },
    },
    async (request) => ({ data: await readSecondFactor(context, principalOf(request)) }),
  )

  app.post(
    '/users/me/totp',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'beginTotp',
        summary: 'Begin to switch the second factor on',
        description:
          'Makes the secret for an authenticator (TOTP, RFC 6238). It counts once `POST /v1/users/me/totp/confirm` showed that the authenticator has it; beginning again makes another one.',
        tags,
        body: BeginTotpBody,
        response: {
          200: dataOf(TotpSecretView),
          ...errorsOf(
            'WRONG_PASSWORD',
            'FRESH_LOGIN_REQUIRED',
            'SECOND_FACTOR_WRONG',
            'EMAIL_NOT_VERIFIED',
            'CONFLICT',
            'SERVICE_UNAVAILABLE',
          ),
        },
      },
    },
    async (request) => ({
      data: await beginTotp(context, passwords, principalOf(request), request.body),
    }),
  )

  app.post(
    '/users/me/totp/confirm',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'confirmTotp',
        summary: 'Switch the second factor on',
        description:
          'With a code of the authenticator. Answers ten recovery codes, this once; every other session ends, since it was opened without a second factor, and a mail tells you.',
        tags,
        body: ConfirmTotpBody,
        response: { 200: dataOf(RecoveryCodesView), ...errorsOf('SECOND_FACTOR_WRONG') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const recoveryCodes = await confirmTotp(context, principal, request.body.code)
      await authenticator.forgetUser(principal.userId)
      return { data: { recoveryCodes } }
    },
  )

  app.delete(
    '/users/me/totp',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'disableTotp',
        summary: 'Switch the second factor off',
        description:
          'With the password, where the account has one, and a code or recovery code. Every other session ends, and a mail tells you. A password reset does not do this.',
        tags,
        body: ChangeTotpBody,
        response: {
          204: Type.Null({ description: 'Switched off.' }),
          ...errorsOf('WRONG_PASSWORD', 'SECOND_FACTOR_WRONG', 'SERVICE_UNAVAILABLE'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      await disableTotp(context, passwords, principal, request.body)
      await authenticator.forgetUser(principal.userId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/users/me/totp/recovery-codes',
    {
      config: selfAndStrict,
      schema: {
        operationId: 'renewRecoveryCodes',
        summary: 'Make new recovery codes',
        description:
          'Ten, in the place of those before, with the password, where the account has one, and a code or recovery code. A mail tells you.',
        tags,
        body: ChangeTotpBody,
        response: {
          200: dataOf(RecoveryCodesView),
          ...errorsOf('WRONG_PASSWORD', 'SECOND_FACTOR_WRONG', 'SERVICE_UNAVAILABLE'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const recoveryCodes = await renewRecoveryCodes(context, passwords, principal, request.body)
      return { data: { recoveryCodes } }
    },
  )
}
