import { Type, type Static } from 'typebox'

/** The options of a post that only this network has. Unknown ones are refused by name. */
export const options = Type.Object({}, { additionalProperties: false })

/** See {@link options}. */
export type Options = Static<typeof options>
