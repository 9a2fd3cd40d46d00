import { communityClient } from './oauth/clients.ts'

/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  LINKEDIN_CLIENT_ID: communityClient.id,
  LINKEDIN_CLIENT_SECRET: communityClient.secret,
  LINKEDIN_COMMUNITY_MANAGEMENT: 'true',
  LINKEDIN_APPLICATION_ID: communityClient.applicationId,
}

export default credentials
