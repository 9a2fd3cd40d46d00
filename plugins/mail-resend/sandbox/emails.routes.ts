import { createHash, randomUUID } from 'node:crypto'
import {
  schemaFindings,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { Compile } from 'typebox/compile'
import { credentials } from './credentials.ts'
import { Email, fateOf, isAddress, listed, type StoredEmail } from './email.ts'
import { apiError } from './errors.ts'
import { tellFate } from './webhooks.ts'

const host = 'api.resend.com'

/** Sending one mail or many, and looking at one. */
export const emailRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host,
    path: '/emails',
    operation: 'send_email',
    handle: (request, context) =>
      refusedKey(request) ??
      once(
        request,
        context,
        () =>
          problemIn(request.json) ?? {
            status: 200,
            json: { id: store(context, request.json as Email) },
          },
      ),
  },
  {
    method: 'POST',
    host,
    path: '/emails/batch',
    operation: 'send_batch',
    handle: (request, context) =>
      refusedKey(request) ?? once(request, context, () => batch(request, context)),
  },
  {
    method: 'GET',
    host,
    path: '/emails/:id',
    operation: 'get_email',
    handle(request, context) {
      const refused = refusedKey(request)
      if (refused !== undefined) return refused
      const found = emails(context).get(request.params['id'] ?? '')
      if (found === undefined) return apiError(404, 'not_found', 'Email not found')
      const { id, email, createdAt, fate } = found
      const { from, subject, html = null, text = null } = email
      const [to, cc, bcc, replyTo] = [email.to, email.cc, email.bcc, email.reply_to].map(listed)
      const addresses = { to, cc, bcc, reply_to: replyTo }
      const about = { object: 'email', id, created_at: createdAt, scheduled_at: null }
      return {
        status: 200,
        json: { ...about, from, subject, html, text, ...addresses, last_event: fate },
      }
    },
  },
]

function emails(context: EmulatorContext): Map<string, StoredEmail> {
  return context.store.collection<StoredEmail>('emails')
}

function refusedKey({ headers }: EmulatorRequest): EmulatorResponse | undefined {
  const [, key] = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '') ?? []
  if (key === undefined) return apiError(401, 'missing_api_key', 'Missing API Key')
  if (key !== credentials.RESEND_API_KEY)
    return apiError(403, 'invalid_api_key', 'API key is invalid')
  return undefined
}

interface Kept {
  readonly hash: string
  readonly until: number
  readonly answer: EmulatorResponse
}

/** The same key gives the same answer for a day, and refuses another body ("Idempotency keys"). */
function once(
  request: EmulatorRequest,
  context: EmulatorContext,
  send: () => EmulatorResponse,
): EmulatorResponse {
  const key = request.headers['idempotency-key']
  if (key === undefined) return send()
  if (key === '' || key.length > 256) {
    return apiError(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.')
  }
  const keys = context.store.collection<Kept>('keys')
  const hash = createHash('sha256').update(request.path).update(request.rawBody).digest('hex')
  const now = context.now().getTime()
  const kept = keys.get(key)
  if (kept !== undefined && kept.until > now) {
    const words = 'This idempotency key has been used on a request with a different payload.'
    return kept.hash === hash ? kept.answer : apiError(409, 'invalid_idempotent_request', words)
  }
  const answer = send()
  if (answer.status === 200) keys.set(key, { hash, answer, until: now + 24 * 3600 * 1000 })
  return answer
}

const validator = Compile(Email)

function problemIn(json: unknown): EmulatorResponse | undefined {
  if (!validator.Check(json)) {
    const [first] = schemaFindings(validator.Errors(json))
    if (first?.keyword === 'required') {
      return apiError(422, 'missing_required_field', `Missing \`${first.names[0]}\` field.`)
    }
    const field = [...(first?.path ?? []), ...(first?.names ?? [])].join('.')
    return apiError(422, 'validation_error', `Invalid \`${field}\` field: ${first?.message}.`)
  }
  if (json.html === undefined && json.text === undefined) {
    return apiError(422, 'missing_required_field', 'Missing `html` or `text` field.')
  }
  const wrong = (['from', 'to', 'cc', 'bcc', 'reply_to'] as const).find(
    (field) => !listed(json[field]).every(isAddress),
  )
  if (wrong === undefined) return undefined
  const words = `Invalid \`${wrong}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`
  return apiError(422, 'validation_error', words)
}

function batch({ json }: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  if (!Array.isArray(json) || json.length === 0 || json.length > 100) {
    return apiError(422, 'validation_error', 'The body must be a list of 1 to 100 emails.')
  }
  const problem = json.map(problemIn).find((one) => one !== undefined)
  if (problem !== undefined) return problem
  return {
    status: 200,
    json: { data: json.map((email) => ({ id: store(context, email as Email) })) },
  }
}

function store(context: EmulatorContext, email: Email): string {
  const [first = ''] = listed(email.to)
  const createdAt = context.now().toISOString()
  const stored = { id: randomUUID(), email, createdAt, fate: fateOf(first) }
  emails(context).set(stored.id, stored)
  tellFate(context, stored)
  return stored.id
}
