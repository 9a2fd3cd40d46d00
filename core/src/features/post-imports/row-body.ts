import type { Ajv2020 } from 'ajv/dist/2020.js'
import { ApiError, invalid } from '../../errors.ts'
import { makeValidatorCompiler } from '../../http/validation.ts'
import { momentOf } from '../../local-time.ts'
import { describeErrors, type SchemaError } from '../../schema-errors.ts'
import { CreatePostBody } from '../posts/posts.schemas.ts'
import type { CsvRow } from './csv-rows.ts'
import type { ImportColumn } from './import-columns.ts'

/** What holds for all rows that do not say otherwise. */
export interface ImportDefaults {
  readonly brandId: string | undefined
  /** In which local times are meant. */
  readonly timezone: string
}

const fits = makeValidatorCompiler()({
  schema: CreatePostBody,
  method: 'POST',
  url: '/posts/import',
  httpPart: 'body',
}) as ReturnType<Ajv2020['compile']>

/** The post that a row describes, or what is wrong with it, by column. */
export function bodyOfRow(row: CsvRow, defaults: ImportDefaults): CreatePostBody | ApiError {
  try {
    refuseFormulas(row)
    const { values } = row
    const body = {
      content: values.content ?? '',
      ...optional('brandId', values.brandId || defaults.brandId),
      ...optional('platforms', listOf(values.platforms)),
      ...optional('hashtags', listOf(values.hashtags)),
      ...optional('imageUrls', listOf(values.imageUrls)),
      ...optional('firstComment', values.firstComment || undefined),
      ...optional('scheduledFor', timeOf(values.scheduledFor, defaults.timezone)),
    }
    if (fits(body)) return body as CreatePostBody
    const details = describeErrors((fits.errors ?? []) as readonly SchemaError[]).map(
      ({ field, message }) => ({ field, message }),
    )
    return new ApiError('VALIDATION_ERROR', 'Invalid request data', { details })
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

/** A spreadsheet that opens such a text later would run it; in a list of texts to publish it is a mistake. */
function refuseFormulas({ values }: CsvRow): void {
  for (const [column, value] of Object.entries(values) as [ImportColumn, string][]) {
    if (/^(=|@\w+\(|[+-]\w+\()/.test(value)) {
      throw invalid(column, 'Looks like a formula of a spreadsheet; give its result instead.')
    }
  }
}

function listOf(value: string | undefined): string[] | undefined {
  if (value === undefined || value === '') return undefined
  return value.split(/[\s|]+/).filter((item) => item !== '')
}

const local = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/

/** @throws ApiError VALIDATION_ERROR for a local time that does not exist, also where the clocks leave it out */
function timeOf(value: string | undefined, timezone: string): string | undefined {
  if (value === undefined || value === '') return undefined
  const parts = local.exec(value)
  // With a zone the schema says what is wrong.
  if (parts === null) return value
  try {
    const { at, skipped } = momentOf(`${parts[1]}T${parts[2]}`, timezone)
    if (!skipped) return at.toISOString()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('scheduledFor', 'There is no such day or time; write it like 2030-01-15 09:00.')
  }
  throw invalid(
    'scheduledFor',
    `The clocks of ${timezone} leave this time out; choose one before or after.`,
  )
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [Name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value }
}
