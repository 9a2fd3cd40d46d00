import { randomBytes } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { sendDueMail } from '../../core/src/features/mail/mail.service.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import type { TestApp } from './app.ts'

/** What register and login answer. */
export interface Answer {
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null }
  readonly tokens: {
    readonly accessToken: string
    readonly refreshToken: string
    readonly expiresIn: number
  }
}

/** Somebody who registered over the API, with what they typed. */
export interface Registered extends Answer {
  readonly email: string
  readonly password: string
}

export const goodPassword = 'securePass123'

/** Sends a body to a route below `/v1/auth`. */
export function postAuth(
  app: App,
  path: string,
  payload: object,
  options: { readonly token?: string; readonly ip?: string; readonly agent?: string } = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: `/v1/auth/${path}`,
    payload,
    ...(options.ip !== undefined && { remoteAddress: options.ip }),
    headers: {
      ...(options.token !== undefined && bearer(options.token)),
      ...(options.agent !== undefined && { 'user-agent': options.agent }),
    },
  })
}

/** The header of an access token. */
export function bearer(accessToken: string): { authorization: string } {
  return { authorization: `Bearer ${accessToken}` }
}

/** Asks who one is. */
export function me(app: App, accessToken: string): Promise<LightMyRequestResponse> {
  return app.inject({ url: '/v1/users/me', headers: bearer(accessToken) })
}

/** Registers a new person over the API; two calls make two tenants. */
export async function registerByApi(app: App, fields: object = {}): Promise<Registered> {
  const email = `person-${randomBytes(5).toString('hex')}@example.com`
  const body = { email, password: goodPassword, name: 'Ada Example', ...fields }
  const answer = await postAuth(app, 'register', body)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { ...answer.json<Answer>(), email: body.email, password: body.password }
}

/** Sends the mails that are due. @returns the token in the newest one to this address */
export async function mailedToken(
  { context, sentMails }: Pick<TestApp, 'context' | 'sentMails'>,
  email: string,
): Promise<string> {
  await sendDueMail(context)
  const text = sentMails.findLast((mail) => mail.to === email)?.text ?? ''
  const token = /#token=(\S+)/.exec(text)?.[1]
  if (token === undefined) throw new Error(`No token in the mail: ${text}`)
  return token
}
