import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'

type Serialize = (data: unknown) => string

/** Compiles the schemas of answers as Fastify does, each when it is first needed; see `makeValidatorCompiler`. */
export function makeSerializerCompiler(): FastifySerializerCompiler<unknown> {
  const compile = SerializerSelector()({}, {}) as (route: object) => Serialize
  return (route) => {
    let serialize: Serialize | undefined
    return (data) => {
      serialize ??= compile(route)
      return serialize(data)
    }
  }
}
