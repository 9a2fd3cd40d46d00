import { Type, type Static } from 'typebox'

const nullable = <Schema extends ReturnType<typeof Type.String>>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

/** An error, wherever OpenRouter puts it: as the body, in a choice, or in the middle of a stream. */
export const ErrorBody = Type.Object({
  code: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  message: Type.Optional(Type.String()),
  metadata: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
})
/** See {@link ErrorBody}. */
export type ErrorBody = Static<typeof ErrorBody>

/** What a call used; `cost` is in dollars. */
export const Usage = Type.Object({
  prompt_tokens: Type.Number(),
  completion_tokens: Type.Number(),
  cost: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
})
/** See {@link Usage}. */
export type Usage = Static<typeof Usage>

/** An answer. */
export const Completion = Type.Object({
  id: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  choices: Type.Optional(
    Type.Array(
      Type.Object({
        finish_reason: nullable(Type.String()),
        message: Type.Object({
          content: nullable(Type.String()),
          refusal: nullable(Type.String()),
        }),
        error: Type.Optional(Type.Union([ErrorBody, Type.Null()])),
      }),
    ),
  ),
  usage: Type.Optional(Type.Union([Usage, Type.Null()])),
  error: Type.Optional(Type.Union([ErrorBody, Type.Null()])),
})

/** A piece of an answer. */
export const Chunk = Type.Object({
  id: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  choices: Type.Optional(
    Type.Array(
      Type.Object({
        finish_reason: nullable(Type.String()),
        delta: Type.Object({ content: nullable(Type.String()), refusal: nullable(Type.String()) }),
      }),
    ),
  ),
  usage: Type.Optional(Type.Union([Usage, Type.Null()])),
})

/** The list of models. */
export const Models = Type.Object({
  data: Type.Array(
    Type.Object({
      id: Type.String(),
      context_length: Type.Union([Type.Number(), Type.Null()]),
      architecture: Type.Object({
        input_modalities: Type.Array(Type.String()),
        output_modalities: Type.Array(Type.String()),
      }),
      supported_parameters: Type.Array(Type.String()),
    }),
  ),
  /** Where the list goes on, where it does. */
  links: Type.Optional(Type.Object({ next: nullable(Type.String()) })),
})
