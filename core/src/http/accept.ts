import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type TSchema } from 'typebox'
import { ApiError } from '../errors.ts'

/** What a list of numbers may be answered as. */
export type Representation = 'json' | 'csv'

/** What a request wants: JSON unless it says otherwise. @throws ApiError NOT_ACCEPTABLE */
export function representationOf(request: FastifyRequest, reply: FastifyReply): Representation {
  return acceptedOf(request, reply, 'text/csv') ? 'csv' : 'json'
}

/** Whether a request wants the other form of an answer, and not JSON. @throws ApiError NOT_ACCEPTABLE */
export function acceptedOf(request: FastifyRequest, reply: FastifyReply, other: string): boolean {
  // Caches have to keep the two apart, and what web apps of several origins are answered.
  const others = reply.getHeader('vary')
  void reply.header('vary', others === undefined ? 'Accept' : `${String(others)}, Accept`)
  const type = request.accepts().type(['application/json', other])
  if (type === false) throw new ApiError('NOT_ACCEPTABLE')
  return type === other
}

/** The answer 200 of a route that answers both. */
export function jsonOrCsv<Data extends TSchema>(
  data: Data,
): {
  content: { 'application/json': { schema: Data }; 'text/csv': { schema: TSchema } }
} {
  return {
    content: {
      'application/json': { schema: data },
      'text/csv': {
        schema: Type.String({
          description:
            'RFC 4180 in UTF-8 behind a byte order mark, so that spreadsheets read it right. A text that begins like a formula has an apostrophe in front.',
        }),
      },
    },
  }
}

/** Sends CSV as a file to keep. */
export function sendCsv(reply: FastifyReply, name: string, csv: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(csv)
}
