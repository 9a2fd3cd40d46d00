import { client } from './client.ts'

/** The settings under which the plugin works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  GITHUB_CLIENT_ID: client.id,
  GITHUB_CLIENT_SECRET: client.secret,
}

export default credentials
