import type { FastifyInstance } from 'fastify'

/** What a form of the console sends. */
export type Form = Readonly<Record<string, string>>

/** Forms of the login, and JSON of the commands, are all that the console takes. */
export function formParser(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body as string)))
    },
  )
}

/** A field of a form; empty where it was not sent. */
export function field(body: unknown, name: string): string {
  const value = (body as Form | null | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
