/** A finding of a TypeBox validator, as far as emulations use it. */
interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** What is wrong with a body, for a network's own words about it. */
export interface SchemaFinding {
  /** What is not kept: `required`, `maxLength`. */
  readonly keyword: string
  /** The steps from the body down to what is wrong. */
  readonly path: readonly string[]
  readonly message: string
  /** The fields that are missing (`required`), or that should not be there (`additionalProperties`). */
  readonly names: readonly string[]
}

/** What a compiled schema finds in a body (`validator.Errors(body)`), the first mistake first. */
export function schemaFindings(errors: readonly SchemaError[]): readonly SchemaFinding[] {
  return (
    errors
      // The same finding as "additionalProperties", seen from the property's side.
      .filter(({ keyword }) => keyword !== 'boolean')
      .map(({ keyword, instancePath, params, message }) => ({
        keyword,
        path: instancePath.split('/').slice(1),
        message,
        names: namesIn(params),
      }))
  )
}

function namesIn(params: object): readonly string[] {
  return ['requiredProperties', 'additionalProperties'].flatMap((list) => {
    const names = (params as Readonly<Record<string, unknown>>)[list]
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  })
}
