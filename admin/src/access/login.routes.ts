import { ApiError, clientOf, type StaffAccess } from '@t21/core/console'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { forgetSession, keepSession, sessionToken } from './cookie.ts'
import { field } from './form-parser.ts'
import {
  codePage,
  enrolmentPage,
  logoutPage,
  passwordPage,
  recoveryCodesPage,
} from './login.pages.ts'
import { sendPage } from './page.ts'
import { staffOfRequest } from './staff-of.ts'

/** What the login asks of core. */
export type LoginAccess = Pick<StaffAccess, 'admit' | 'beginEnrolment' | 'confirm' | 'logOut'>

const anonymous = { config: { anonymous: true } } as const

/**
 * The ways in and out: password, then a code of the authenticator, which is set up at the first login. Plain pages without a
 * script; the session of a login under way can do nothing but go on with it.
 */
export function loginRoutes(scope: FastifyInstance, staff: LoginAccess): void {
  scope.get('/admin/login', anonymous, async (_request, reply) =>
    sendPage(reply, ...passwordPage()),
  )

  scope.post('/admin/login', anonymous, async (request, reply) => {
    const email = field(request.body, 'email').trim()
    try {
      const password = field(request.body, 'password')
      const admitted = await staff.admit({ email, password }, clientOf(request))
      keepSession(reply, admitted.token)
      return await reply.redirect(
        admitted.next === 'enrol' ? '/admin/login/enrolment' : '/admin/login/code',
        303,
      )
    } catch (error) {
      return sendPage(refused(reply, error), ...passwordPage({ email, problem: sentence(error) }))
    }
  })

  scope.get('/admin/login/code', anonymous, async (request, reply) =>
    sessionToken(request) === undefined
      ? reply.redirect('/admin/login', 303)
      : sendPage(reply, ...codePage()),
  )

  scope.post('/admin/login/code', anonymous, async (request, reply) => {
    try {
      const code = field(request.body, 'code')
      const { token } = await staff.confirm(tokenOf(request), { code }, clientOf(request))
      keepSession(reply, token)
      return await reply.redirect('/admin', 303)
    } catch (error) {
      if (isOver(error)) return startAgain(reply)
      return sendPage(refused(reply, error), ...codePage(sentence(error)))
    }
  })

  scope.get('/admin/login/enrolment', anonymous, async (request, reply) => {
    return showEnrolment(staff, request, reply)
  })

  scope.post('/admin/login/enrolment', anonymous, async (request, reply) => {
    const [code, newPassword] = [field(request.body, 'code'), field(request.body, 'newPassword')]
    try {
      const confirmed = await staff.confirm(
        tokenOf(request),
        { code, ...(newPassword !== '' && { newPassword }) },
        clientOf(request),
      )
      keepSession(reply, confirmed.token)
      return confirmed.recoveryCodes === null
        ? await reply.redirect('/admin', 303)
        : sendPage(reply, ...recoveryCodesPage(confirmed.recoveryCodes))
    } catch (error) {
      if (isOver(error)) return startAgain(reply)
      return await showEnrolment(staff, request, refused(reply, error), sentence(error))
    }
  })

  // What AdminJS links to; leaving happens by the button there.
  scope.get('/admin/logout', async (_request, reply) => sendPage(reply, ...logoutPage()))

  scope.post('/admin/logout', async (request, reply) => {
    await staff.logOut(staffOfRequest(request))
    return startAgain(reply)
  })
}

/** However often it is asked for, it shows the same secret: it may be in the authenticator already. */
async function showEnrolment(
  staff: LoginAccess,
  request: Parameters<typeof sessionToken>[0],
  reply: FastifyReply,
  problem?: string,
): Promise<FastifyReply> {
  try {
    return sendPage(reply, ...enrolmentPage(await staff.beginEnrolment(tokenOf(request)), problem))
  } catch (error) {
    if (isOver(error)) return startAgain(reply)
    throw error
  }
}

function tokenOf(request: Parameters<typeof sessionToken>[0]): string {
  const token = sessionToken(request)
  if (token === undefined) throw new ApiError('UNAUTHORIZED')
  return token
}

/** Whether one has to begin with the password again. */
function isOver(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'UNAUTHORIZED'
}

function startAgain(reply: FastifyReply): FastifyReply {
  forgetSession(reply)
  return reply.redirect('/admin/login', 303)
}

/** @throws what is no answer to what was typed */
function refused(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof ApiError) || error.status >= 500) throw error
  return reply.code(error.status).headers(error.headers)
}

function sentence(error: unknown): string {
  const { message, details } = error as ApiError
  const [first] = Array.isArray(details) ? (details as { readonly message: string }[]) : []
  return first?.message ?? message
}
