import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'

type Serialize = (data: unknown) => string

const compile = SerializerSelector()({}, {}) as (route: object) => Serialize

/** Of the process, by schema: a second server in it compiles nothing anew. */
const compiled = new WeakMap<object, Serialize>()

/** Compiles the schemas of answers as Fastify does, each when it is first needed; see `makeValidatorCompiler`. */
export function makeSerializerCompiler(): FastifySerializerCompiler<object> {
  return (route) => (data) => {
    let serialize = compiled.get(route.schema)
    if (serialize === undefined) {
      serialize = compile(route)
      compiled.set(route.schema, serialize)
    }
    return serialize(data)
  }
}
