import { document, schemaOf, type Json } from './document.ts'
import type { Ids } from './world.ts'

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly isPublic: boolean
  /** Names of the query parameters that are ids of something. */
  readonly idsInQuery: readonly string[]
  /** An example of the body that the document gives. */
  readonly body: Json | undefined
  /** What it takes; empty where it takes none. */
  readonly bodySchema: Json
  readonly needed: Readonly<Record<string, string>>
  /** The document's own words. */
  readonly documented: string
}

/** A request that can be sent. */
export interface Request {
  readonly method: string
  readonly url: string
  readonly payload?: Json
}

/** Where an id can stand. */
export type Place = 'path' | 'query' | 'body'

/** Every operation of the checked-in document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => typeof operation['operationId'] === 'string')
      .map(([method, operation]) => operationOf(path, method, operation)),
)

function operationOf(path: string, method: string, operation: Json): Operation {
  const parameters = ((operation['parameters'] ?? []) as Json[]).map(schemaOf)
  const query = parameters.filter((parameter) => parameter['in'] === 'query')
  const required = query.filter((parameter) => parameter['required'] === true)
  return {
    id: String(operation['operationId']),
    method: method.toUpperCase(),
    path,
    isPublic: ((operation['security'] ?? []) as unknown[]).length === 0,
    idsInQuery: query.map((parameter) => String(parameter['name'])).filter(isIdName),
    documented: JSON.stringify(operation),
    body: exampleOf(operation['requestBody'] as Json | undefined),
    bodySchema: schemaOf(
      (jsonOf(operation['requestBody'] as Json | undefined)?.['schema'] ?? {}) as Json,
    ),
    needed: Object.fromEntries(
      required.map((parameter) => [String(parameter['name']), valueOf(parameter)]),
    ),
  }
}

function valueOf({ name, schema }: Json): string {
  const given = (schema as Json | undefined)?.['default']
  if (given !== undefined) return JSON.stringify(given).replaceAll('"', '')
  return name === 'month' ? new Date().toISOString().slice(0, 7) : '1'
}

function jsonOf(body: Json | undefined): Json | undefined {
  const content = (body === undefined ? {} : schemaOf(body))['content'] as Json | undefined
  return content?.['application/json'] as Json | undefined
}

/** The document's example, with what makes it a request about one organization and one version. */
function exampleOf(body: Json | undefined): Json | undefined {
  const json = jsonOf(body)
  if (json === undefined) return undefined
  const { properties = {} } = schemaOf((json['schema'] ?? {}) as Json) as { properties?: Json }
  const [named] = Object.values((json['examples'] ?? {}) as Record<string, Json>)
  return {
    ...((json['example'] ?? named?.['value'] ?? {}) as Json),
    ...('organizationId' in properties && { organizationId: 'missing' }),
    ...('version' in properties && { version: 1 }),
  }
}

/** Whether a field or a parameter of this name holds ids of something. */
export function isIdName(name: string): boolean {
  return /(?:^id|Ids?)$/.test(name) && name !== 'requestId' && name !== 'resourceId'
}

/** Where ids stand in an operation's requests. */
export function placesOf({ path, idsInQuery, body }: Operation): Place[] {
  const places: Place[] = []
  if (path.includes('{')) places.push('path')
  if (idsInQuery.length > 0) places.push('query')
  if (idNames(body).length > 0) places.push('body')
  return places
}

/** Names of fields in a body that hold ids of something. */
export function idNames(body: Json | undefined): string[] {
  return Object.keys(body ?? {}).filter(isIdName)
}

/** Fills an operation with ids, those of each place from a source of their own. */
export function requestOf(operation: Operation, from: Readonly<Record<Place, Ids>>): Request {
  const url = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(pathId(operation.path, name, from.path)),
  )
  const query = new URLSearchParams(operation.needed)
  for (const name of operation.idsInQuery) {
    const id = from.query[name]
    if (id !== undefined) query.set(name, id)
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`
  const request = { method: operation.method, url: `${url}${search}` }
  if (operation.body === undefined) return request
  const payload = Object.fromEntries(
    Object.entries(operation.body).map(([name, value]) => {
      const id = from.body[name]
      if (!isIdName(name) || id === undefined) return [name, value]
      return [name, Array.isArray(value) ? [id] : id]
    }),
  )
  return { ...request, payload }
}

/** The id that stands in a path: `/brands/{id}` speaks of a brand, `{userId}` of a user. */
export function pathId(path: string, name: string, ids: Ids): string {
  const before =
    path
      .slice(0, path.indexOf(`{${name}}`))
      .split('/')
      .at(-2) ?? ''
  return (name === 'id' ? ids[before] : ids[name]) ?? ids['missing'] ?? 'missing'
}
