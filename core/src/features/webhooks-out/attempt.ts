import type { Config } from '../../config.ts'
import { UnreadableToken } from '../../crypto/sealed-box.ts'
import { UrlRefused } from '../../http/guarded-client.error.ts'
import type { GuardedClient } from '../../http/guarded-client.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import { openSecret } from './endpoint-secrets.ts'
import { secondsAsked } from './retry-schedule.ts'
import { signatureHeaders } from './signature.ts'

/** What came of sending a message once. */
export interface AttemptResult {
  /** `null` where no answer came. */
  readonly status: number | null
  readonly durationMs: number
  readonly error: string | null
  /** The beginning of what the server said. */
  readonly answer: string | null
  /** Seconds that the server asks us to wait. */
  readonly askedSeconds: number | undefined
}

const timeoutMs = 15_000
const keepBytes = 1_024

/** Sends a message once. The address is checked anew, and every answer is a result. */
export async function attemptDelivery(
  config: Pick<Config, 'encryptionKeys'>,
  client: GuardedClient,
  delivery: ClaimedDelivery,
): Promise<AttemptResult> {
  const began = performance.now()
  const since = (): number => Math.round(performance.now() - began)
  try {
    const body = bodyOf(delivery)
    const signed = { id: delivery.id, timestamp: delivery.now, body }
    const answer = await client.post(delivery.url, {
      headers: {
        'content-type': 'application/json',
        ...signatureHeaders(signed, secretsOf(config, delivery)),
      },
      body,
      keepBytes,
      timeoutMs,
    })
    return {
      status: answer.status,
      durationMs: since(),
      error: null,
      // Nothing in it that PostgreSQL refuses; bytes that were cut in two become a replacement character.
      answer: answer.beginning.toString('utf8').replaceAll('\0', '\u{FFFD}'),
      askedSeconds: secondsAsked(answer.headers),
    }
  } catch (error) {
    if (!(error instanceof UrlRefused || error instanceof UnreadableToken)) throw error
    return {
      status: null,
      durationMs: since(),
      error: error.message,
      answer: null,
      askedSeconds: undefined,
    }
  }
}

/** The message as it is sent, the same to the byte in every attempt. */
export function bodyOf({
  type,
  createdAt,
  data,
}: Pick<ClaimedDelivery, 'type' | 'createdAt' | 'data'>): string {
  return JSON.stringify({ type, timestamp: createdAt.toISOString(), data })
}

/** The secrets that sign now: after a rotation the one before as well. */
function secretsOf(
  config: Pick<Config, 'encryptionKeys'>,
  { endpointId: id, organizationId, signingSecret, previousSecret }: ClaimedDelivery,
): string[] {
  const owner = { id, organizationId }
  const secrets = [openSecret(config, owner, 'signing_secret', signingSecret)]
  if (previousSecret !== null) {
    secrets.push(openSecret(config, owner, 'previous_secret', previousSecret))
  }
  return secrets
}
