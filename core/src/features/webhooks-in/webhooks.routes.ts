import type { WebhookReply } from '@t21/plugin-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { inboxOf, receiveProviderWebhook } from './provider-inbox.ts'
import { answerHandshake, receiveWebhook, webhookOf } from './receive-webhook.ts'
import { webhookRequestOf } from './webhook-request.ts'
import { NetworkAnswer, WebhookParams } from './webhooks.schemas.ts'

const tags = ['Webhooks']

/** Larger than any batch of events. */
const bodyLimit = 1_048_576

/**
 * What networks and providers tell by themselves. A request that its sender signed is never counted: a network that is refused gives
 * the callback up. All others are counted by address and end in 429; each costs one signature and no statement.
 */
export async function webhooksRoutes(app: App): Promise<void> {
  const { context } = app

  // In this scope every body is bytes, whatever it claims to be: signatures are over these.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    '*',
    { parseAs: 'buffer', bodyLimit },
    (_request, body, done) => {
      done(null, body)
    },
  )

  app.get(
    '/webhooks/:platform',
    {
      config: { permission: 'public', unlimited: true },
      schema: {
        operationId: 'answerWebhookHandshake',
        summary: 'Answer a network’s question about the callback',
        description:
          'For networks only: before it sends webhooks, a network makes sure that the address is ours. Register it there as the callback address.',
        tags,
        params: WebhookParams,
        response: {
          200: { description: 'What this network wants to read.', ...NetworkAnswer },
          ...errorsOf('NOT_FOUND', 'WEBHOOK_HANDSHAKE_REFUSED', 'RATE_LIMIT_EXCEEDED'),
        },
      },
    },
    async (request, reply) => {
      const plugin = webhookOf(context, request.params.platform)
      if (plugin === undefined) throw await counted(request, reply, notFound('Webhook'))
      const answer = answerHandshake(context, plugin, webhookRequestOf(request, 'GET'))
      if (answer === null) {
        throw await counted(request, reply, new ApiError('WEBHOOK_HANDSHAKE_REFUSED'))
      }
      if (answer.status >= 400) await app.limits.address(request, reply)
      return send(reply, answer)
    },
  )

  app.post(
    '/webhooks/:platform',
    {
      bodyLimit,
      config: {
        permission: 'public',
        unlimited: true,
        rawBody: true,
        operation: {
          requestBody: {
            description: 'In the form of the network.',
            required: false,
            content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
          },
        },
      },
      schema: {
        operationId: 'receiveWebhook',
        summary: 'Take a network’s or provider’s webhook',
        description:
          'For networks, and for providers such as the one of payments. The signature is checked over the bytes as they came; what was told is stored once, answered at once, and looked up at the sender later: a webhook is a hint and never the truth.',
        tags,
        params: WebhookParams,
        response: {
          200: { description: 'It is stored, or was before.', ...NetworkAnswer },
          ...errorsOf(
            'NOT_FOUND',
            'WEBHOOK_NOT_VERIFIED',
            'PAYLOAD_TOO_LARGE',
            'RATE_LIMIT_EXCEEDED',
          ),
        },
      },
    },
    async (request, reply) => {
      const { platform: sender } = request.params
      const plugin = webhookOf(context, sender)
      const inbox = inboxOf(context, sender)
      const received = webhookRequestOf(request, 'POST')
      if (plugin === undefined && inbox === undefined) {
        throw await counted(request, reply, notFound('Webhook'))
      }
      const answer =
        plugin === undefined
          ? inbox && (await receiveProviderWebhook(context, inbox, received))
          : await receiveWebhook(context, plugin, received)
      if (answer) return send(reply, answer)
      const refusal = await counted(request, reply, new ApiError('WEBHOOK_NOT_VERIFIED'))
      const bytes = received.rawBody.length
      request.log.warn({ sender, bytes }, 'a webhook was refused')
      throw refusal
    },
  )

  /** @throws ApiError RATE_LIMIT_EXCEEDED instead, once the address has used up its limit */
  async function counted(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: ApiError,
  ): Promise<ApiError> {
    await app.limits.address(request, reply)
    return refusal
  }
}

function send(reply: FastifyReply, { status, text, json }: WebhookReply): FastifyReply {
  void reply.code(status).header('cache-control', 'no-store')
  if (json === undefined) return reply.type('text/plain; charset=utf-8').send(text ?? '')
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(json))
}
