import { randomBytes } from 'node:crypto'
import {
  schemaFindings,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { Compile } from 'typebox/compile'
import { credentials } from './credentials.ts'
import { tellEvents } from './events.ts'
import { apiError } from './errors.ts'
import { Mail, type StoredMail } from './mail.ts'

/** Sending a mail. */
export const sendRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'api.sendgrid.com',
    path: '/v3/mail/send',
    operation: 'send_mail',
    handle: send,
  },
]

const validator = Compile(Mail)

function send(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const [, key] = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '') ?? []
  if (key !== credentials.SENDGRID_API_KEY) {
    return apiError(401, 'The provided authorization grant is invalid, expired, or revoked')
  }
  const { json } = request
  const problem = problemIn(json)
  if (problem !== undefined) return problem
  const mail = json as Mail
  const id = randomBytes(16).toString('base64url')
  context.store.collection<StoredMail>('mails').set(id, { id, mail })
  if (!isTest(mail)) tellEvents(context, { id, mail })
  // In sandbox mode a mail is only looked at.
  return isTest(mail) ? { status: 200 } : { status: 202, headers: { 'X-Message-Id': id } }
}

function problemIn(json: unknown): EmulatorResponse | undefined {
  if (typeof json !== 'object' || json === null) return apiError(400, 'Bad Request')
  if (!validator.Check(json)) {
    const [first] = schemaFindings(validator.Errors(json))
    const field = [...(first?.path ?? []), ...(first?.names ?? [])].join('.')
    return apiError(400, `Invalid ${field}: ${first?.message ?? 'it is wrong'}.`, field)
  }
  if (
    json.subject === undefined &&
    json.personalizations.some(({ subject }) => subject === undefined)
  ) {
    return apiError(
      400,
      'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
      'subject',
    )
  }
  const types = json.content.map(({ type }) => type)
  if (types.includes('text/plain') && types[0] !== 'text/plain') {
    return apiError(
      400,
      'If present, text/plain and text/html may only be provided once, text/plain first.',
      'content',
    )
  }
  const all = json.personalizations.flatMap(({ to, cc = [], bcc = [] }) =>
    [...to, ...cc, ...bcc].map(({ email }) => email.toLowerCase()),
  )
  if (new Set(all).size === all.length || json.personalizations.length > 1) return undefined
  return apiError(
    400,
    'Each email address in the personalization block should be unique between to, cc, and bcc.',
    'personalizations',
  )
}

function isTest({ mail_settings }: Mail): boolean {
  const mode = mail_settings?.['sandbox_mode'] as { readonly enable?: unknown } | undefined
  return mode?.enable === true
}
