import { randomBytes } from 'node:crypto'

/** Names a request, for the answer, the log and the support. Never taken from the caller. */
export function makeRequestId(): string {
  return `req_${randomBytes(12).toString('base64url')}`
}
