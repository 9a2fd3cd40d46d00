import { createHmac, randomUUID } from 'node:crypto'
import type { EmulatorHandshake } from '@t21/plugin-kit/sandbox'
import { communityClient } from '../oauth/clients.ts'

/** `X-LI-Signature` of a body: over `hmacsha256=` and the body, with the app's secret (linkedin.md 7). */
export function signatureOf(body: string): string {
  return hmac(`hmacsha256=${body}`)
}

/** The challenge that a callback must answer before it is registered (linkedin.md 7). */
export function handshake(): EmulatorHandshake {
  const challengeCode = randomUUID()
  return {
    query: { challengeCode, applicationId: communityClient.applicationId },
    accepts: ({ status, text }) => status === 200 && answers(text, challengeCode),
  }
}

function answers(text: string, challengeCode: string): boolean {
  try {
    const answer: unknown = JSON.parse(text)
    return (
      typeof answer === 'object' &&
      answer !== null &&
      'challengeCode' in answer &&
      answer.challengeCode === challengeCode &&
      'challengeResponse' in answer &&
      answer.challengeResponse === hmac(challengeCode)
    )
  } catch {
    return false
  }
}

function hmac(text: string): string {
  return createHmac('sha256', communityClient.secret).update(text).digest('hex')
}
