import type { FastifyInstance } from 'fastify'
import { makeNonce, pageHeaders } from './policy.ts'

const state = /<script>(?=\s*window\.REDUX_STATE)/
const start = /<script>(?=\s*var app =(?![\s\S]*<script>\s*var app =))/
const strangersFont = /<link[^>]+fonts\.googleapis\.com[^>]*>/

/**
 * Makes AdminJS's pages fit a strict policy: its two inline scripts get a nonce, found by how they begin (the first and the
 * last of the page, so that none in between is blessed with them), and the font from elsewhere goes.
 */
export function adminJsPages(scope: FastifyInstance): void {
  scope.addHook('onSend', async (_request, reply, payload) => {
    // What CORS lets the web app read of the API, it may not read of the console.
    for (const header of corsHeaders) reply.removeHeader(header)
    if (typeof payload !== 'string' || !isAdminJsPage(reply.getHeader('content-type'), payload)) {
      return payload
    }
    const nonce = makeNonce()
    pageHeaders(reply, nonce)
    const ours = `<script nonce="${nonce}">`
    return payload.replace(state, ours).replace(start, ours).replace(strangersFont, '')
  })
}

const corsHeaders = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
]

function isAdminJsPage(type: unknown, payload: string): boolean {
  return String(type).startsWith('text/html') && state.test(payload)
}
