import type { ValidationIssue } from '@t21/plugin-kit'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { describeErrors, type FieldError } from '../schema-errors.ts'

type Options = Readonly<Record<string, unknown>>

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true })
const validators = new WeakMap<TSchema, ValidateFunction>()

/** What is wrong with a platform's options by the connector's own schema. Pure. */
export function optionIssues(schema: TSchema, options: Options): ValidationIssue[] {
  return errorsOf(schema, options).map((error) => ({
    severity: 'error',
    code: isUnknown(error) ? 'unknown_option' : 'invalid_option',
    field: fieldOf(error),
    message: isUnknown(error) ? 'There is no such option.' : error.message,
    remedy: isUnknown(error)
      ? 'Remove it; `GET /v1/platforms` lists the options.'
      : 'Mend it; `GET /v1/platforms` has the schema of the options.',
  }))
}

/** Names of options that the platform does not have: refused even in a draft. */
export function unknownOptions(schema: TSchema, options: Options): string[] {
  return errorsOf(schema, options).filter(isUnknown).map(fieldOf)
}

function errorsOf(schema: TSchema, options: Options): FieldError[] {
  const known = validators.get(schema)
  const validate = known ?? ajv.compile(schema)
  if (known === undefined) validators.set(schema, validate)
  return validate(options) ? [] : describeErrors(validate.errors ?? [])
}

function isUnknown({ keyword }: FieldError): boolean {
  return keyword === 'additionalProperties'
}

function fieldOf({ field }: FieldError): string {
  return field === '' ? 'options' : `options.${field}`
}
