import type { ValidationIssue } from '@t21/plugin-kit'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'

type Options = Readonly<Record<string, unknown>>

const ajv = new Ajv2020({ allErrors: true, strict: false })
const validators = new WeakMap<TSchema, ValidateFunction>()

/** What is wrong with a platform's options by the connector's own schema. Pure. */
export function optionIssues(schema: TSchema, options: Options): ValidationIssue[] {
  return (
    errorsOf(schema, options)
      // A union reports every branch; the branches' own complaints say more than "must match".
      .filter(({ keyword }, _, all) => keyword !== 'anyOf' || all.length === 1)
      .map((error) => ({
        severity: 'error',
        code: isUnknown(error) ? 'unknown_option' : 'invalid_option',
        field: fieldOf(error),
        message: isUnknown(error) ? 'There is no such option.' : `It ${error.message}.`,
        remedy: isUnknown(error)
          ? 'Remove it; `GET /v1/platforms` lists the options.'
          : 'Mend it; `GET /v1/platforms` has the schema of the options.',
      }))
  )
}

/** Names of options that the platform does not have: refused even in a draft. */
export function unknownOptions(schema: TSchema, options: Options): string[] {
  return errorsOf(schema, options).filter(isUnknown).map(fieldOf)
}

function errorsOf(schema: TSchema, options: Options): ErrorObject[] {
  const known = validators.get(schema)
  const validate = known ?? ajv.compile(schema)
  if (known === undefined) validators.set(schema, validate)
  return validate(options) ? [] : (validate.errors ?? [])
}

function isUnknown({ keyword }: ErrorObject): boolean {
  return keyword === 'additionalProperties'
}

function fieldOf({ instancePath, params }: ErrorObject): string {
  const path = instancePath.replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
  const extra: unknown = params['additionalProperty'] ?? params['missingProperty']
  return `options${path}${typeof extra === 'string' ? `.${extra}` : ''}`
}
