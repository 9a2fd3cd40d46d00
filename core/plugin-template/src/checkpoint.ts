import { Type, type Static } from 'typebox'

/** What is kept of a part between two calls, as JSON: upload handles, a container's id, an idempotency key. */
export const PartCheckpoint = Type.Object({ v: Type.Literal(1) })

/** See {@link PartCheckpoint}. */
export type PartCheckpoint = Static<typeof PartCheckpoint>
