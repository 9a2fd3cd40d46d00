import { goodKey } from './api/key-names.ts'

/** The settings under which the plugin works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  OPENROUTER_API_KEY: goodKey,
}

export default credentials
