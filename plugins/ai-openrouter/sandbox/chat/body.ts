import { at, mediaTypeOf, schemaFindings, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { badRequest } from '../api/errors.ts'

const nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

const TextPart = Type.Object({ type: Type.Literal('text'), text: Type.String() })
const PicturePart = Type.Object({
  type: Type.Literal('image_url'),
  image_url: Type.Object({ url: Type.String({ minLength: 1 }) }),
})

const Message = Type.Union([
  Type.Object({
    role: Type.Union([
      Type.Literal('system'),
      Type.Literal('developer'),
      Type.Literal('assistant'),
    ]),
    content: Type.Union([Type.String(), Type.Array(TextPart, { minItems: 1 })]),
  }),
  Type.Object({
    role: Type.Literal('user'),
    content: Type.Union([
      Type.String(),
      Type.Array(Type.Union([TextPart, PicturePart]), { minItems: 1 }),
    ]),
  }),
])
/** A message of a chat. */
export type Message = Static<typeof Message>

const Format = Type.Union([
  Type.Object({ type: Type.Union([Type.Literal('text'), Type.Literal('json_object')]) }),
  Type.Object({
    type: Type.Literal('json_schema'),
    json_schema: Type.Object({
      name: Type.String({ pattern: '^[a-zA-Z0-9_-]{1,64}$' }),
      strict: nullable(Type.Boolean()),
      schema: Type.Record(Type.String(), Type.Unknown()),
    }),
  }),
])

const ChatBody = Type.Object({
  model: Type.Optional(Type.String({ minLength: 1 })),
  models: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 3 })),
  messages: Type.Array(Message, { minItems: 1 }),
  stream: nullable(Type.Boolean()),
  stream_options: nullable(Type.Object({ include_usage: Type.Optional(Type.Boolean()) })),
  max_tokens: nullable(Type.Integer({ minimum: 1 })),
  max_completion_tokens: nullable(Type.Integer({ minimum: 1 })),
  temperature: nullable(Type.Number({ minimum: 0, maximum: 2 })),
  user: Type.Optional(Type.String({ maxLength: 256 })),
  usage: Type.Optional(Type.Object({ include: Type.Optional(Type.Boolean()) })),
  response_format: nullable(Format),
})
/** What is read of a request; anything else is ignored, as OpenRouter does. */
export type ChatBody = Static<typeof ChatBody>

const validator = Compile(ChatBody)

/** @throws Refusal naming the first mistake */
export function readBody(request: EmulatorRequest): ChatBody {
  const { json } = request
  if (mediaTypeOf(request) !== 'application/json' || typeof json !== 'object' || json === null) {
    throw badRequest('Invalid JSON in the body of the request.')
  }
  if (at(json, 'messages') === undefined)
    throw badRequest('Input required: specify "prompt" or "messages"')
  if (validator.Check(json)) return json
  const [first] = schemaFindings(validator.Errors(json))
  const where = [...(first?.path ?? []), ...(first?.names ?? [])].join('.')
  throw badRequest(`${where || 'body'}: ${first?.message ?? 'invalid'}`)
}
