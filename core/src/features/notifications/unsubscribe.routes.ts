import { Type } from 'typebox'
import type { FastifyReply } from 'fastify'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { formPagePolicy, pagePolicy } from '../../http/html-page.ts'
import { readUnsubscribeToken } from './unsubscribe-link.ts'
import { askingPage, stoppedPage, strangePage } from './unsubscribe.page.ts'
import { unsubscribe } from './unsubscribe.service.ts'

const tags = ['Notifications']
const Page = { content: { 'text/html': { schema: Type.String() } } }
const UnsubscribeParams = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 2_000, description: 'As it stands in the mail.' }),
})
const strange = { 404: { description: 'The address is none that T21 made.', ...Page } }

/** Where mails are stopped, from the mail itself: by a person, or by the mail program with one click (RFC 8058). */
export async function unsubscribeRoutes(app: App): Promise<void> {
  const { context } = app

  // Mail programs send a form, `List-Unsubscribe=One-Click`, in either of its encodings; nothing in it is needed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, _body, done) =>
    done(null),
  )

  app.get(
    '/unsubscribe/:token',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'askToUnsubscribe',
        summary: 'See what stops mails',
        description:
          'For browsers only: the link at the foot of mails. A page with a button; looking at it changes nothing.',
        tags,
        params: UnsubscribeParams,
        response: { 200: { description: 'The question.', ...Page }, ...strange },
      },
    },
    async (request, reply) => {
      if (readUnsubscribeToken(context.config, request.params.token) === undefined) {
        return send(reply.code(404), pagePolicy, strangePage())
      }
      return send(reply, formPagePolicy, askingPage())
    },
  )

  app.post(
    '/unsubscribe/:token',
    {
      bodyLimit: 16_384,
      config: { permission: 'public', rawBody: true, idempotent: false },
      schema: {
        operationId: 'unsubscribe',
        summary: 'Stop mails',
        description:
          'For mail programs (RFC 8058) and the page of the same address: mails like the one that the address stands in are switched off for who received it. Again is no change. The address is the only credential, and good for nothing else.',
        tags,
        params: UnsubscribeParams,
        response: {
          200: { description: 'They are switched off.', ...Page },
          ...strange,
          ...errorsOf('PAYLOAD_TOO_LARGE'),
        },
      },
    },
    async (request, reply) => {
      const asked = readUnsubscribeToken(context.config, request.params.token)
      if (asked === undefined) return send(reply.code(404), pagePolicy, strangePage())
      await unsubscribe(context, asked)
      return send(reply, pagePolicy, stoppedPage())
    },
  )
}

function send(reply: FastifyReply, policy: string, page: string): FastifyReply {
  return reply
    .headers({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': policy,
    })
    .type('text/html; charset=utf-8')
    .send(page)
}
