import { Type, type TObject, type TSchema } from 'typebox'
import { catalogue, type ErrorCode } from '../errors.ts'
import { PageMeta } from './pagination.ts'

/** The answer with one thing: `{ data }`, and `meta` where there is some. */
export function dataOf<Data extends TSchema>(data: Data): TObject<{ data: Data }> {
  return Type.Object({ data })
}

/** The answer with a page of a list. */
export function pageOf<Item extends TSchema>(
  item: Item,
): TObject<{ data: ReturnType<typeof Type.Array<Item>>; meta: typeof PageMeta }> {
  return Type.Object({ data: Type.Array(item), meta: PageMeta })
}

/** The answer of every error (specification, section 3). */
function errorOf(...codes: readonly ErrorCode[]): TSchema {
  return Type.Object(
    {
      error: Type.Object({
        code: Type.String({ description: 'See `docs/errors.md`.', examples: [...codes] }),
        message: Type.String(),
        details: Type.Optional(Type.Unknown()),
      }),
      meta: Type.Object({
        requestId: Type.String(),
        timestamp: Type.String({ format: 'date-time' }),
      }),
    },
    { description: codes.map((code) => `\`${code}\`: ${catalogue[code].meaning}`).join(' ') },
  )
}

/** The `response` entries for these codes, grouped by status: `{ ...errorsOf('NOT_FOUND') }`. */
export function errorsOf(...codes: readonly ErrorCode[]): Record<number, TSchema> {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = catalogue[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, list]) => [status, errorOf(...list)]))
}
