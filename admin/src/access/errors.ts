import { ApiError, handleError, tookTooLong } from '@t21/core/console'
import type { FastifyError, FastifyInstance } from 'fastify'
import { html, sendPage } from './page.ts'

/** What is said where the database ends what somebody wanted to see. */
export const filterMore =
  'This took too long to look up. Filter more: by an id, a state, or a short time; or try again in a moment.'

/** Errors as the API answers them, which says nothing of statements and stacks; people who look at a page get one. */
export function consoleErrors(scope: FastifyInstance): void {
  scope.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = tookTooLong(thrown)
      ? new ApiError('SERVICE_UNAVAILABLE', filterMore, { cause: thrown })
      : thrown
    if (request.method !== 'GET' || request.headers['sec-fetch-dest'] !== 'document') {
      handleError(error, request, reply)
      return
    }
    const known = error instanceof ApiError
    if (!known) request.log.error({ err: error }, 'a page of the console failed')
    void sendPage(
      reply.code(known ? error.status : 500),
      known ? 'This did not work' : 'Something broke',
      html`<p>${known ? error.message : 'It was written down, with the id below.'}</p>
        <p class="quiet">Request <code>${request.id}</code></p>
        <p><a class="button" href="/admin">To the console</a></p>`,
    )
  })
}
