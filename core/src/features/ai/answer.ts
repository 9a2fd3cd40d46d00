import type { FastifyReply, FastifyRequest } from 'fastify'
import { principalOf } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import { acceptedOf } from '../../http/accept.ts'
import { streamGeneration } from './answer-stream.ts'
import type { Generated, Generator } from './generate.ts'
import type { Task } from './task.ts'

/** What a route wants written, and how it answers. */
export interface Wanted<View> {
  readonly organizationId: string
  readonly task: Task
  present(generated: Generated, task: Task): View
}

/** Lets a task be written for a request, and answers: as a whole, or as it is written where the request wants that. */
export async function answerWritten<View>(
  generator: Generator,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: Wanted<View>,
): Promise<unknown> {
  const { organizationId, task } = wanted
  const streamed = acceptedOf(request, reply, 'text/event-stream')
  const wish = { principal: principalOf(request), organizationId, task }
  const present = (generated: Generated) => ({
    data: wanted.present(generated, task),
    meta: generated.credits,
  })
  if (streamed) return streamGeneration(generator, request, reply, wish, present)
  const client = new AbortController()
  const leave = () => {
    if (!reply.raw.writableFinished) client.abort(new ApiError('SERVICE_UNAVAILABLE', 'You went.'))
  }
  reply.raw.once('close', leave)
  const waiting = { signal: client.signal }
  return present(await generator.generate({ ...wish, streamed: false, waiting }))
}
