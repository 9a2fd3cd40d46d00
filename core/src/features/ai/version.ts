import { Check } from 'typebox/value'
import { Type, type TObject } from 'typebox'

/** One text that a model wrote, and what goes with it. What its task does not ask for is empty. */
export interface Version {
  readonly content: string
  /** Without `#`. */
  readonly hashtags: readonly string[]
  /** For those who cannot see the picture. */
  readonly altText: string
}

/** What a model is asked for in each version. */
export type VersionField = keyof Version

const fieldSchemas = {
  content: Type.String({ description: 'The text, ready to be published.' }),
  hashtags: Type.Array(Type.String(), { description: 'Without "#".' }),
  altText: Type.String({ description: 'What can be seen, for people who cannot see it.' }),
} as const

/**
 * The schema of an answer: an object with one property for each version, so that none can be missing where a model keeps to
 * it. Only what all providers understand.
 */
export function answerSchema(keys: readonly string[], fields: readonly VersionField[]): TObject {
  const version = Type.Object(
    Object.fromEntries(fields.map((field) => [field, fieldSchemas[field]])),
    { additionalProperties: false },
  )
  return Type.Object(Object.fromEntries(keys.map((key) => [key, version])), {
    additionalProperties: false,
  })
}

/** What can be read of an answer: its versions by key; what is wrong with the others is in `problems`. */
export interface ReadAnswer {
  readonly versions: ReadonlyMap<string, Version>
  readonly problems: readonly string[]
}

/** Reads an answer; never throws. */
export function readAnswer(
  text: string,
  keys: readonly string[],
  fields: readonly VersionField[],
): ReadAnswer {
  const found = parsed(text)
  if (found === undefined) return { versions: new Map(), problems: ['It is no JSON object.'] }
  const schema = answerSchema(['version'], fields)
  const versions = new Map<string, Version>()
  const problems: string[] = []
  for (const key of keys) {
    const version: unknown = found[key]
    if (!Check(schema, { version })) {
      problems.push(`"${key}" is missing or does not fit the schema.`)
      continue
    }
    const { content = '', hashtags = [], altText = '' } = version as Partial<Version>
    const tidied = {
      content: storable(content).trim(),
      hashtags: tidyHashtags(hashtags),
      altText: storable(altText).trim(),
    }
    const empty = fields.find((field) => tidied[field].length === 0 && field !== 'hashtags')
    if (empty !== undefined) problems.push(`"${empty}" of "${key}" is empty.`)
    else versions.set(key, tidied)
  }
  return { versions, problems }
}

/** Models like to put fences around JSON, and sentences before it. */
function parsed(text: string): Record<string, unknown> | undefined {
  const [begin, end] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (begin === -1 || end < begin) return undefined
  try {
    return JSON.parse(text.slice(begin, end + 1)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const mostHashtags = 30
const longestHashtag = 100

/** As posts take them: letters, digits and underscores, each once. */
function tidyHashtags(hashtags: readonly string[]): string[] {
  const tidy = new Map<string, string>()
  for (const hashtag of hashtags) {
    const name = hashtag.replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, '')
    const known = name === '' || name.length > longestHashtag || tidy.has(name.toLowerCase())
    if (!known) tidy.set(name.toLowerCase(), name)
  }
  return [...tidy.values()].slice(0, mostHashtags)
}

/** PostgreSQL stores no null character, and no half of a pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
