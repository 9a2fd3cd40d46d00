import { ApiError } from '@t21/core/console'

/** What a service said against something: in a sentence, and at the fields that it names. */
export interface Refusal {
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

/** What people are told of an error. `undefined` where something broke here, of which nothing is said. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof ApiError) || error.code === 'INTERNAL_ERROR') return undefined
  const details = Array.isArray(error.details) ? (error.details as Detail[]) : []
  const fields = details.filter(({ field, message }) => field && message)
  return {
    message: fields.length === 1 ? `${fields[0]?.message}` : error.message,
    fields: Object.fromEntries(fields.map(({ field, message }) => [field, message])),
  }
}

interface Detail {
  readonly field: string
  readonly message: string
}
