import { publicKey } from './keys.ts'

/** The settings under which the plugin works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  SENDGRID_API_KEY: 'SG.sandbox.0123456789abcdef',
  SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey,
}

export default credentials
