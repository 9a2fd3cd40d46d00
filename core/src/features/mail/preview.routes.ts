import { Type } from 'typebox'
import type { FastifyReply } from 'fastify'
import type { Config } from '../../config.ts'
import { notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { examples } from './examples.ts'
import { pseudo } from './locales/pseudo.ts'
import { languages, type Words } from './locales/words.ts'
import { previewPage, previewPolicy } from './preview.page.ts'

/** A mail is shown as it is: with its own styles, and nothing else. */
const mailPolicy = `sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'`

/** Every language, and the one that shows what does not come from a language. */
const shown: readonly Words[] = [...languages, pseudo]

const PreviewQuery = Type.Object(
  {
    template: Type.Optional(Type.String({ maxLength: 100 })),
    language: Type.Optional(Type.String({ maxLength: 35 })),
  },
  { additionalProperties: false },
)
const hidden = {
  config: { permission: 'public' },
  schema: { hide: true, querystring: PreviewQuery },
} as const

/** Whether mails can be looked at: while one writes them, never in production. */
export function showsMails({
  environment,
  sandbox,
  sandboxUrl,
}: Pick<Config, 'environment' | 'sandbox' | 'sandboxUrl'>): boolean {
  if (environment === 'production') return false
  return environment === 'development' || sandbox === 'on' || sandboxUrl !== undefined
}

/** Every mail with data of examples, at `/_mail`; absent in production. */
export async function mailPreviewRoutes(app: App): Promise<void> {
  if (!showsMails(app.context.config)) return

  app.get('/_mail', hidden, async (request, reply) => {
    const { example, words } = chosen(request.query)
    const page = previewPage({ example, words, languages: shown, mail: example.make(words) })
    return send(reply.header('content-security-policy', previewPolicy), page)
  })

  app.get('/_mail/html', hidden, async (request, reply) => {
    const { example, words } = chosen(request.query)
    void reply.headers({ 'content-security-policy': mailPolicy, 'x-frame-options': 'sameorigin' })
    return send(reply, example.make(words).html)
  })
}

function chosen(query: { readonly template?: string; readonly language?: string }) {
  const { template = examples[0]?.name, language = shown[0]?.language } = query
  const example = examples.find(({ name }) => name === template)
  const words = shown.find((one) => one.language === language)
  if (example === undefined || words === undefined) throw notFound('Mail')
  return { example, words }
}

function send(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page)
}
