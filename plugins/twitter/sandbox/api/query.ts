import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { invalidRequest } from './errors.ts'

const idPattern = /^[0-9]{1,19}$/
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/

/** Refuses a query parameter that the endpoint does not have. */
export function allowParameters(request: EmulatorRequest, allowed: readonly string[]): void {
  for (const [name, value] of request.query) {
    if (allowed.includes(name)) continue
    throw invalidRequest(`The query parameter [${name}] is not one of [${allowed.join(',')}]`, {
      [name]: [value],
    })
  }
}

/** The values of a comma-separated parameter, or an empty list where it is absent. */
export function listParameter(request: EmulatorRequest, name: string): string[] {
  const value = request.query.get(name)
  return value === null || value === '' ? [] : value.split(',')
}

/** As {@link listParameter}; every value must be one of `allowed`. */
export function choiceParameter(
  request: EmulatorRequest,
  name: string,
  allowed: readonly string[],
): string[] {
  const values = listParameter(request, name)
  for (const value of values) {
    if (allowed.includes(value)) continue
    throw invalidRequest(
      `The \`${name}\` query parameter value [${value}] is not one of [${allowed.join(',')}]`,
      { [name]: [value] },
    )
  }
  return values
}

/** A whole number between two bounds, or `fallback` where it is absent. */
export function integerParameter(
  request: EmulatorRequest,
  name: string,
  bounds: { readonly minimum: number; readonly maximum: number; readonly fallback: number },
): number {
  const value = request.query.get(name)
  if (value === null) return bounds.fallback
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (number >= bounds.minimum && number <= bounds.maximum) return number
  throw invalidRequest(
    `The \`${name}\` query parameter value [${value}] is not between ${bounds.minimum} and ${bounds.maximum}`,
    { [name]: [value] },
  )
}

/** A time in ISO 8601 (UTC), in milliseconds since 1970. */
export function instantParameter(request: EmulatorRequest, name: string): number | undefined {
  const value = request.query.get(name)
  if (value === null) return undefined
  const time = instantPattern.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw invalidRequest(`Invalid '${name}':'${value}'. Use the form 2026-01-31T12:00:00Z.`, {
    [name]: [value],
  })
}

/** An id as a number, or `undefined` where it is absent. */
export function idParameter(request: EmulatorRequest, name: string): bigint | undefined {
  const value = request.query.get(name)
  if (value === null) return undefined
  return BigInt(validId(name, value))
}

/** Refuses what cannot be an id. Returns it otherwise. */
export function validId(name: string, value: string): string {
  if (idPattern.test(value)) return value
  throw invalidRequest(
    `The \`${name}\` query parameter value [${value}] does not match ^[0-9]{1,19}$`,
    { [name]: [value] },
  )
}
