import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { BulkMode } from '../posts/post-bulk.schemas.ts'
import { Id, nullable, Time } from '../posts/post-fields.schemas.ts'
import { RowError } from '../posts/row-error.ts'
import type { ImportRowStatus, ImportStatus } from './post-import.model.ts'

const closed = { additionalProperties: false }

const rowStatuses: readonly ImportRowStatus[] = [
  'waiting',
  'valid',
  'created',
  'failed',
  'taken_back',
  'kept',
]

const RowStatus = Type.Unsafe<ImportRowStatus>({
  type: 'string',
  enum: rowStatuses,
  description:
    '`valid`: nothing speaks against it, and nothing was made of it. `taken_back`: its post was deleted again, because another row was refused. `kept`: its post could not be taken back any more.',
})

/** How far an import is. */
export const ImportProgress = Type.Object(
  {
    id: Id,
    organizationId: Id,
    mode: BulkMode,
    dryRun: Type.Boolean(),
    status: Type.Unsafe<ImportStatus>({
      type: 'string',
      enum: ['checking', 'creating', 'undoing', 'done', 'refused'],
      description:
        '`checking`, `creating` and `undoing` go on by themselves. `refused`: a row was, and it was to be all or nothing.',
    }),
    rows: Type.Object(
      {
        total: Type.Integer(),
        waiting: Type.Integer(),
        valid: Type.Integer(),
        created: Type.Integer(),
        failed: Type.Integer(),
        takenBack: Type.Integer(),
        kept: Type.Integer(),
      },
      { description: 'How many rows the file has, and how many there are of each status.' },
    ),
    createdAt: Time,
    finishedAt: nullable(Time),
  },
  { title: 'ImportProgress' },
)

/** See {@link ImportProgress}. */
export type ImportProgress = Static<typeof ImportProgress>

/** A row of an import, and what became of it. */
export const ImportedRow = Type.Object({
  line: Type.Integer({ description: 'Where the row begins in the file; the header is line 1.' }),
  status: RowStatus,
  id: nullable(Type.String({ format: 'uuid', description: 'Of its post, while that exists.' })),
  error: Type.Union([RowError, Type.Null()]),
})

/** See {@link ImportedRow}. */
export type ImportedRow = Static<typeof ImportedRow>

/** The query of `GET /v1/posts/imports`. */
export const ImportsQuery = Type.Object(PageQuery, closed)

/** See {@link ImportsQuery}. */
export type ImportsQuery = Static<typeof ImportsQuery>

/** The path of one import. */
export const ImportParams = Type.Object({ id: Id })

/** The query of `GET /v1/posts/imports/:id/rows`. */
export const ImportRowsQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(RowStatus) },
  closed,
)

/** See {@link ImportRowsQuery}. */
export type ImportRowsQuery = Static<typeof ImportRowsQuery>
