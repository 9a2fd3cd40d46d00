import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

const pattern = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'

/** A language tag (BCP 47). */
export const LanguageTag = Type.String({
  maxLength: 35,
  pattern,
  description:
    'A language tag, such as `en` or `pt-BR`. Mails and notifications come in that language where T21 has it, otherwise in English.',
})

/** The language that somebody's program asks for first, in `Accept-Language`; `null` where it asks for none. Needs `@fastify/accepts`. */
export function languageOf(request: FastifyRequest): string | null {
  const [first] = request.accepts().languages()
  const isTag = first !== undefined && first.length <= 35 && new RegExp(pattern).test(first)
  return isTag ? first : null
}
