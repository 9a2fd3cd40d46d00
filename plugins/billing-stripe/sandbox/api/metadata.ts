import { invalid } from './errors.ts'
import type { Reader } from './params.ts'

/** Up to 50 keys of 40 characters, values of 500 (docs.stripe.com/api/metadata); an empty text takes all of them away. */
export const metadata: Reader<Readonly<Record<string, string>> | undefined> = (value, path) => {
  if (value === undefined) return undefined
  if (value === '') return clearing
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('Invalid object', path)
  }
  const entries = Object.entries(value).map(([key, given]) => {
    const name = `${path}[${key}]`
    if (typeof given !== 'string') {
      throw invalid('Metadata values must be strings', name)
    }
    if (key.length > 40) throw invalid('Metadata keys can have up to 40 characters', name)
    if (given.length > 500) {
      throw invalid(
        'Metadata values can have up to 500 characters, but you passed in a value that is longer.',
        name,
      )
    }
    return [key, given] as const
  })
  if (entries.length > 50) throw invalid('You can have up to 50 metadata keys', path)
  return Object.fromEntries(entries)
}

const clearing = Object.freeze({})

/** Keys are added; those with an empty value go. */
export function mergedMetadata(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  if (given === clearing) return {}
  return Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''),
  )
}
