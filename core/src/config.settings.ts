/** One setting: its variable, how it is read, and what the documentation says. */
export interface Setting<Value> {
  readonly variable: string
  readonly about: string
  readonly secret: boolean
  /** Must be set, and to another value than the default, in production. */
  readonly production: boolean
  readonly rawDefault: string | undefined
  readonly fallback: Value
  /** @throws Error whose message completes "VARIABLE: …" */
  parse(raw: string): Value
}

interface Options {
  readonly about: string
  readonly secret?: boolean
  readonly production?: boolean
}

interface TextOptions extends Options {
  readonly default?: string
  readonly minLength?: number
  readonly format?: 'url' | 'key-ring'
}

/** A text; `undefined` where it has no default and is not set. */
export function text(variable: string, options: TextOptions & { default: string }): Setting<string>
export function text(variable: string, options: TextOptions): Setting<string | undefined>
export function text(variable: string, options: TextOptions): Setting<string | undefined> {
  return make(variable, options, options.default, options.default, (raw) => {
    if (options.minLength !== undefined && raw.length < options.minLength) {
      throw new Error(`needs at least ${options.minLength} characters, has ${raw.length}.`)
    }
    if (options.format === 'url' && !isHttpUrl(raw)) {
      throw new Error('must be an address such as https://example.com.')
    }
    if (
      options.format === 'key-ring' &&
      !/^[\w-]+:[0-9a-f]{64}(,[\w-]+:[0-9a-f]{64})*$/i.test(raw)
    ) {
      throw new Error('must be `id:64 hex digits`, several separated by commas.')
    }
    return options.format === 'url' ? raw.replace(/\/+$/, '') : raw
  })
}

/** A whole number within bounds. */
export function integer(
  variable: string,
  options: Options & { default: number; min: number; max: number },
): Setting<number> {
  return make(variable, options, String(options.default), options.default, (raw) => {
    const value = Number(raw)
    if (!Number.isInteger(value) || value < options.min || value > options.max) {
      throw new Error(`must be a whole number from ${options.min} to ${options.max}, is "${raw}".`)
    }
    return value
  })
}

/** One of a few words. */
export function oneOf<const Word extends string>(
  variable: string,
  words: readonly Word[],
  fallback: Word,
  options: Options,
): Setting<Word> {
  return make(variable, options, fallback, fallback, (raw) => {
    const word = words.find((candidate) => candidate === raw)
    if (word === undefined) throw new Error(`must be one of ${words.join(', ')}, is "${raw}".`)
    return word
  })
}

/** `true` or `false`. */
export function bool(variable: string, options: Options & { default: boolean }): Setting<boolean> {
  return make(variable, options, String(options.default), options.default, (raw) => {
    if (raw !== 'true' && raw !== 'false') throw new Error(`must be true or false, is "${raw}".`)
    return raw === 'true'
  })
}

/** Several texts, separated by commas. */
export function list(
  variable: string,
  options: Options & { default: readonly string[] },
): Setting<readonly string[]> {
  return make(variable, options, options.default.join(','), options.default, splitList)
}

/**
 * What a list comes to; nothing is set by default.
 *
 * @param parse throws an Error whose message completes "VARIABLE: …"
 */
export function parsedList<Value>(
  variable: string,
  parse: (items: readonly string[]) => Value,
  options: Options,
): Setting<Value> {
  return make(variable, options, '', parse([]), (raw) => parse(splitList(raw)))
}

function splitList(raw: string): string[] {
  return raw
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** @throws Error naming every item that is not the origin of a web app */
export function parseOrigins(items: readonly string[]): readonly string[] {
  const wrong = items.filter((item) => !isHttpUrl(item) || URL.parse(item)?.origin !== item)
  if (wrong.length === 0) return items
  throw new Error(
    `must be origins such as https://app.example.com, without a path; ${wrong.map((item) => `"${item}"`).join(', ')} is none.`,
  )
}

/** A length of time such as `250ms`, `90s`, `15m`, `6h` or `7d`, in seconds. */
export function duration(variable: string, options: Options & { default: string }): Setting<number>
export function duration(variable: string, options: Options): Setting<number | undefined>
export function duration(
  variable: string,
  options: Options & { default?: string },
): Setting<number | undefined> {
  const fallback = options.default === undefined ? undefined : parseDuration(options.default)
  return make(variable, options, options.default, fallback, parseDuration)
}

const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 }

function parseDuration(raw: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(raw)
  const unit = match?.[2] === undefined ? undefined : secondsOf[match[2]]
  if (unit === undefined) throw new Error(`must be a time such as 90s, 15m or 7d, is "${raw}".`)
  return Number(match?.[1]) * unit
}

function isHttpUrl(raw: string): boolean {
  const url = URL.parse(raw)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
}

function make<Value>(
  variable: string,
  options: Options,
  rawDefault: string | undefined,
  fallback: Value,
  parse: (raw: string) => Value,
): Setting<Value> {
  return {
    variable,
    about: options.about,
    secret: options.secret ?? false,
    production: options.production ?? false,
    rawDefault,
    fallback,
    parse,
  }
}
