import type { FastifyInstance } from 'fastify'
import type { Sandbox } from '../sandbox.ts'
import { IncomingMail } from './mailbox.ts'

/** `POST /_mail/messages`: where T21 hands in its mails. The same id twice is one mail. */
export function mailRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.post<{ Body: IncomingMail }>(
    '/_mail/messages',
    { schema: { body: IncomingMail } },
    async (request, reply) => {
      const { mail, added } = sandbox.mailbox.put(request.body)
      return await reply.code(added ? 201 : 200).send({ data: mail })
    },
  )
}
