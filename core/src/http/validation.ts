import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'

const options = {
  allErrors: true,
  useDefaults: true,
  removeAdditional: false,
  strict: false,
  // Errors then carry their schema, which describes the form that a field needs.
  verbose: true,
} as const

/**
 * Compiles the schemas of routes. Bodies are taken as they are: a number in quotes is not a number.
 * Addresses carry only texts, so query and path parameters are converted.
 */
export function makeValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const forBodies = withFormats(new Ajv2020(options))
  const forAddresses = withFormats(new Ajv2020({ ...options, coerceTypes: 'array' }))
  return ({ schema, httpPart }) => (httpPart === 'body' ? forBodies : forAddresses).compile(schema)
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats.default(ajv)
  return ajv
}
