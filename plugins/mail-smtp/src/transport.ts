import {
  MailRefused,
  type MailHeaders,
  type MailMessage,
  type MailTransport,
} from '@t21/plugin-kit'
import { createTransport } from 'nodemailer'
import type { Settings } from './settings.ts'

/** Shorter together than T21 waits for a mail, so that the connection says what is wrong and not the clock. */
const connectMilliseconds = 10_000
const silenceMilliseconds = 15_000

/** Sends mail over a few connections that stay open. @throws Error for half a login */
export function openTransport(settings: Settings): MailTransport {
  const { host, port, encryption, user, password, connections } = settings
  if ((user === undefined) !== (password === undefined)) {
    throw new Error('SMTP_USER and SMTP_PASSWORD belong together: set both, or neither.')
  }
  const server = createTransport({
    host,
    port,
    secure: encryption === 'implicit',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    pool: true,
    maxConnections: connections,
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: silenceMilliseconds,
    // Texts come from T21 alone; nothing in them may make this process read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    name: 'smtp',
    async send(message) {
      try {
        await server.sendMail({ ...envelopeOf(message), ...headersOf(message) })
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
    close: async () => server.close(),
  }
}

function envelopeOf({ from, to, subject, text, html }: MailMessage): object {
  // As an object: a text could name several addresses. Text and HTML become the two ways of one mail (multipart/alternative).
  return { from, to: { name: '', address: to }, subject, text, ...(html !== undefined && { html }) }
}

/** The same id at every attempt, so that servers and mail programs see one mail; nobody's holiday note answers it (RFC 3834). */
function headersOf({ id, from, headers = {} }: MailMessage): object {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    messageId: `<${id}@${domain}>`,
    headers: { 'auto-submitted': 'auto-generated', ...unfolded(headers) },
  }
}

/** In one line each: mail programs that look for an address to POST to do not all put folded lines together. */
function unfolded(headers: MailHeaders): object {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]),
  )
}

interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  /** As the server said it: `550 5.1.1 no such user`. */
  readonly response?: string
}

/**
 * The refusal, where the server said of this mail that it will never take it (RFC 5321, 4.2.1): 5xx to the recipient or the text.
 * What it says to the login or to the sender is about its settings, which a person mends.
 */
function refusalOf(error: unknown): MailRefused | undefined {
  const { command, responseCode = 0, response = '', message } = error as SmtpError
  if (responseCode < 500 || (command !== 'RCPT TO' && command !== 'DATA')) return undefined
  // 5.7.x is about permission and reputation (RFC 3463): the address may be as good as any.
  const ofAddress = command === 'RCPT TO' && !/^\d{3}[ -]5\.7\./.test(response)
  return new MailRefused(`The mail server refused it: ${message}`, {
    cause: error,
    of: ofAddress ? 'address' : 'message',
  })
}
