import { Type, type Static } from 'typebox'
import { Id } from '../posts/post-fields.schemas.ts'
import { BulkMode, BulkRow } from '../posts/post-bulk.schemas.ts'
import { importColumns } from './import-columns.ts'

/** The query of `POST /v1/posts/import`. */
export const ImportQuery = Type.Object(
  {
    dryRun: Type.Boolean({
      default: true,
      description:
        'Says what would become of every row, and stores nothing. Send `false` to import.',
    }),
    mode: Type.Unsafe<Static<typeof BulkMode>>({ ...BulkMode, default: 'all_or_nothing' }),
    brandId: Type.Optional({ ...Id, description: 'For rows without a `brandId` of their own.' }),
    timezone: Type.String({
      default: 'UTC',
      maxLength: 64,
      description: 'An IANA name: the zone of times that have none.',
    }),
  },
  { additionalProperties: false },
)

/** See {@link ImportQuery}. */
export type ImportQuery = Static<typeof ImportQuery>

/** What became of one row. */
export const ImportRow = Type.Object({
  line: Type.Integer({ description: 'Where the row begins in the file; the header is line 1.' }),
  ...Type.Omit(BulkRow, ['index']).properties,
})

/** The answer of `POST /v1/posts/import`. */
export const ImportAnswer = Type.Object({
  data: Type.Array(ImportRow),
  meta: Type.Object({
    dryRun: Type.Boolean(),
    succeeded: Type.Integer(),
    failed: Type.Integer(),
  }),
})

/** A file to begin with. Lists are separated by spaces or `|`. */
export const importTemplate = [
  importColumns.join(','),
  '"Doors open on Monday, at nine.",2030-01-15 09:00,TWITTER,Opening|Bakery,,"See you there!",',
  '"One more text",2030-01-16T09:00:00Z,TWITTER,,,,',
  '',
].join('\r\n')
