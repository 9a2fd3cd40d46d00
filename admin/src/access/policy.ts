import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** Nothing from elsewhere, no script that is not ours, no frame around us, no form to elsewhere. */
function policy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'`,
    // The design system makes its styles in the browser.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ')
}

/** Headers of every page of the console. */
export function pageHeaders(reply: FastifyReply, nonce: string): void {
  reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(nonce),
    // Without it, browsers send `Origin: null` with forms.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
}

/** A secret of one page: scripts that know it may run. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64')
}
