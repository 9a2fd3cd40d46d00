import type { FastifySchemaCompiler } from 'fastify'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TSchema } from 'typebox'

const options = {
  allErrors: true,
  useDefaults: true,
  removeAdditional: false,
  strict: false,
  // Errors then carry their schema, which describes the form that a field needs.
  verbose: true,
} as const

// Of the process, not of a server: making one takes as long as the rest of a server's start, and each keeps what it compiled.
const forBodies = withFormats(new Ajv2020(options))
const forAddresses = withFormats(new Ajv2020({ ...options, coerceTypes: 'array' }))

/**
 * Compiles the schemas of routes. Bodies are taken as they are: a number in quotes is not a number.
 * Addresses carry only texts, so query and path parameters are converted.
 *
 * Each when it is first needed: all of them together are most of the time that a start takes.
 */
export function makeValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  return ({ schema, httpPart }) => {
    const ajv = httpPart === 'body' ? forBodies : forAddresses
    let compiled: ValidateFunction | undefined
    const validate = (data: unknown): boolean => {
      compiled ??= ajv.compile(schema)
      const valid = compiled(data)
      validate.errors = compiled.errors ?? null
      return valid
    }
    validate.errors = null as ErrorObject[] | null
    return validate
  }
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats.default(ajv)
  return ajv
}
