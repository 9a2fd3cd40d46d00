/** A complaint of Ajv, made with `verbose: true`. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: unknown
}

/** What is wrong with one field. */
export interface FieldError {
  /** Such as `thread[0].content`; empty for the value itself. */
  readonly field: string
  /** The keyword of the schema that is not met. */
  readonly keyword: string
  /** Says in plain words what is wrong, and by that what to do. */
  readonly message: string
}

/** Complaints that only sum up others. */
const summaries = new Set(['anyOf', 'oneOf', 'if', 'propertyNames'])

/**
 * Turns the complaints of a schema into one plain sentence for each field. A union complains for each of
 * its branches: those are put together, and that a text is not `null` is not worth saying.
 */
export function describeErrors(errors: readonly SchemaError[]): FieldError[] {
  const telling = errors.filter(({ keyword }) => !summaries.has(keyword))
  const byField = Map.groupBy(telling.length === 0 ? errors : telling, fieldOf)
  const fields = [...byField.keys()]
  return [...byField].flatMap(([field, group]) => {
    const others = group.filter((error) => !isNullBranch(error))
    const inside = fields.some((other) => isInside(other, field))
    if (others.length === 0 && inside) return []
    const [first = group[0]] = others
    if (first === undefined) return []
    const alike = group.filter(({ keyword }) => keyword === first.keyword)
    return [{ field, keyword: first.keyword, message: sentence(first, alike) }]
  })
}

function isInside(field: string, outer: string): boolean {
  if (field === outer) return false
  return outer === '' || field.startsWith(`${outer}.`) || field.startsWith(`${outer}[`)
}

function isNullBranch({ keyword, params }: SchemaError): boolean {
  return keyword === 'type' && params['type'] === 'null'
}

function fieldOf({ instancePath, params }: SchemaError): string {
  const names = instancePath
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const extra = params['additionalProperty'] ?? params['missingProperty']
  if (typeof extra === 'string') names.push(extra)
  return names.reduce((path, name) => {
    if (/^\d+$/.test(name)) return `${path}[${name}]`
    return path === '' ? name : `${path}.${name}`
  }, '')
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'Must be an id such as 01997c3e-7a10-7c00-8000-000000000001.',
  email: 'Must be an e-mail address such as name@example.com.',
  uri: 'Must be a whole address such as https://example.com/picture.jpg.',
  'date-time': 'Must be an existing moment in ISO 8601 with a zone, such as 2027-01-15T10:00:00Z.',
}

/** Patterns whose meaning is always the same; of others, the field's description tells. */
const patterns: Readonly<Record<string, string>> = {
  '^[^\\u0000]*$': 'Contains the character U+0000; remove it.',
  '\\S': 'Must not be blank.',
  '^https://': 'Must begin with https://.',
  '^https?://': 'Must begin with https:// or http://.',
}

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
  null: '`null`',
}

function sentence(error: SchemaError, alike: readonly SchemaError[]): string {
  const { keyword, params } = error
  const limit = Number(params['limit'])
  switch (keyword) {
    case 'additionalProperties':
      return 'Unknown field; remove it.'
    case 'required':
      return 'This field is required.'
    case 'type':
      return `Must be ${listed(alike.flatMap((each) => typesOf(each.params['type'])))}.`
    case 'enum':
      return `Must be one of ${(params['allowedValues'] as string[]).join(', ')}.`
    case 'const': {
      const values = alike.map((each) => String(each.params['allowedValue']))
      return values.length === 1 ? `Must be ${values[0]}.` : `Must be one of ${values.join(', ')}.`
    }
    case 'format':
      return formats[String(params['format'])] ?? `Must be a ${String(params['format'])}.`
    case 'pattern':
      return patterns[String(params['pattern'])] ?? `Has the wrong form. ${formOf(error)}`.trim()
    case 'minLength':
      return limit === 1 ? 'Must not be empty.' : `Needs at least ${limit} characters.`
    case 'maxLength':
      return `Has more than ${limit} characters; shorten it.`
    case 'minItems':
      return `Needs at least ${counted(limit, 'item')}.`
    case 'maxItems':
      return `Has more than ${counted(limit, 'item')}; remove some.`
    case 'uniqueItems': {
      const pair = [Number(params['i']), Number(params['j'])].toSorted((one, other) => one - other)
      return `Items [${pair.join('] and [')}] are the same; remove one.`
    }
    case 'minProperties':
      return `Needs at least ${counted(limit, 'field')}.`
    case 'maxProperties':
      return `Has more than ${counted(limit, 'field')}; remove some.`
    case 'minimum':
      return `Must be at least ${limit}.`
    case 'maximum':
      return `Must be at most ${limit}.`
    default:
      return capitalized(error.message ?? 'is invalid')
  }
}

function typesOf(type: unknown): string[] {
  return [type].flat().flatMap((name) => String(name).split(','))
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].map((name) => types[name] ?? name).join(' or ')
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

/** What the schema itself says about the form, and an example of it. */
function formOf({ parentSchema }: SchemaError): string {
  const { description, examples } = (parentSchema ?? {}) as {
    readonly description?: string
    readonly examples?: readonly unknown[]
  }
  const example = examples === undefined ? '' : `For example: ${String(examples[0])}.`
  return [description ?? '', example].filter((part) => part !== '').join(' ')
}

function capitalized(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}
