import { createECDH, createHash, createPrivateKey, createPublicKey } from 'node:crypto'

const pair = createECDH('prime256v1')
pair.setPrivateKey(createHash('sha256').update('the sandbox of SendGrid').digest())
const point = pair.getPublicKey()

/** Signs the events of the emulation, and nothing else: everybody can make it. */
export const signingKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: pair.getPrivateKey().toString('base64url'),
  },
})

/** Its public half, as SendGrid shows it: DER in base64. */
export const publicKey = createPublicKey(signingKey)
  .export({ type: 'spki', format: 'der' })
  .toString('base64')
