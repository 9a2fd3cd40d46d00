import { metaSettings } from '@t21/meta-graph'
import { Type, type Static } from 'typebox'

/** The settings; `FACEBOOK_CLIENT_ID` and so on in the environment. */
export const settings = Type.Object(metaSettings)

/** See {@link settings}. */
export type Settings = Static<typeof settings>
