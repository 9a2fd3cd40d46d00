import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: { readonly type?: string; readonly format?: string; readonly enum?: string[] }
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface Schema {
  readonly properties?: Record<string, { readonly type?: string; readonly $ref?: string }>
}

/** An operation that answers a list. */
export interface ListOperation {
  readonly id: string
  /** Whether it is read page by page. */
  readonly paged: boolean
  /** What narrows it. */
  readonly filters: readonly Parameter[]
}

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../core/openapi.json'), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> }

/** Every list of the checked-in document. */
export const listOperations: readonly ListOperation[] = Object.values(document.paths).flatMap(
  ({ get }) => {
    if (get === undefined || !answersList(get)) return []
    const query = (get.parameters ?? []).filter((parameter) => parameter.in === 'query')
    return [
      {
        id: get.operationId,
        paged: query.some(({ name }) => name === 'cursor'),
        filters: query.filter(({ name }) => name !== 'cursor' && name !== 'limit'),
      },
    ]
  },
)

function answersList({ responses }: Operation): boolean {
  const schema = responses['200']?.content?.['application/json']?.schema
  return schema?.properties?.['data']?.type === 'array'
}
