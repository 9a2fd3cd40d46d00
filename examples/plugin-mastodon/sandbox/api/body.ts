import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'

/** A value of a body as Rails reads it. */
export type Parameter = string | number | boolean | null | Parameter[] | Parameters

/** What a body says, whether JSON, form or multipart: `poll[options][]` becomes `{ poll: { options: [] } }`. */
export interface Parameters {
  [name: string]: Parameter
}

/** The body's parameters; files are not among them. */
export function parametersOf(request: EmulatorRequest): Parameters {
  const { json, form, multipart } = request
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Parameters
  const pairs = multipart?.flatMap(({ name, filename, value }): [string, string][] =>
    filename === undefined ? [[name, value.toString('utf8')]] : [],
  ) ?? [...(form ?? [])]
  const parameters: Parameters = {}
  for (const [name, value] of pairs) put(parameters, name, value)
  return parameters
}

/** Text, or `undefined`; numbers are taken as text. */
export function textOf(value: Parameter | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** As Rails casts booleans; `undefined` where nothing was said. */
export function booleanOf(value: Parameter | undefined): boolean | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return !['false', 'f', '0', 'off', false, 0].includes(value as string)
}

/** A list of texts; one that is none is empty. */
export function listOf(value: Parameter | undefined): readonly string[] {
  return Array.isArray(value) ? value.flatMap((entry) => textOf(entry) ?? []) : []
}

/** A record, or `undefined`. */
export function recordOf(value: Parameter | undefined): Parameters | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

function put(parameters: Parameters, name: string, value: string): void {
  const [, head = name, inner, list] = /^([^[]+)(?:\[([^\]]+)\])?(\[\])?$/.exec(name) ?? []
  let owner = parameters
  if (inner !== undefined) {
    owner = recordOf(parameters[head]) ?? {}
    parameters[head] = owner
  }
  const key = inner ?? head
  if (list === undefined) owner[key] = value
  else owner[key] = [...(Array.isArray(owner[key]) ? owner[key] : []), value]
}
