/** The settings under which the plugin works against this emulation; T21 reads them without loading the rest. */
export const credentials = {
  RESEND_API_KEY: 're_sandbox_0123456789',
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from('sandbox-resend-webhook-secret').toString('base64')}`,
}

export default credentials
