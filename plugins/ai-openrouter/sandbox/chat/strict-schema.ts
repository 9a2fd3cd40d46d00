import { badRequest } from '../api/errors.ts'

/**
 * What strict mode asks of a schema: every object closed, and every property required.
 *
 * @throws Refusal naming the first object that is not so
 */
export function strictSchema({
  name,
  schema,
}: {
  readonly name: string
  readonly schema: object
}): void {
  const problem = problemIn(schema, [])
  if (problem === undefined) return
  throw badRequest(`Invalid schema for response_format '${name}': ${problem}`)
}

function problemIn(node: unknown, path: readonly string[]): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { type, properties, required, additionalProperties } = node as Readonly<
    Record<string, unknown>
  >
  if (type === 'object') {
    const context = `In context=(${path.map((step) => `'${step}'`).join(', ')})`
    if (additionalProperties !== false) {
      return `${context}, 'additionalProperties' is required to be supplied and to be false.`
    }
    const names = Object.keys((properties ?? {}) as object)
    const missing = names.find((one) => !Array.isArray(required) || !required.includes(one))
    if (missing !== undefined) {
      return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
    }
  }
  for (const [step, below] of Object.entries(node)) {
    const problem = problemIn(below, [...path, step])
    if (problem !== undefined) return problem
  }
  return undefined
}
