import { mountConsole } from '@t21/admin'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { StaffRole } from '../../core/src/features/staff/staff-roles.ts'
import { testApp, type TestApp, type TestAppOptions } from './app.ts'
import { buildStaff, type BuiltStaff } from './staff.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Where the console of tests is; no port is opened there. */
export const consoleOrigin = 'http://console.test'

/** A server with the support console, spoken to by `app.inject`. */
export async function testConsole(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  return testApp(t, {
    ...options,
    variables: { PUBLIC_URL: consoleOrigin, ...options.variables },
    app: { ...options.app, mountConsole },
  })
}

/** The headers of somebody's browser, on a page of the console. */
export function cookieOf(token: string): { readonly cookie: string; readonly origin: string } {
  return { cookie: `__Host-t21-console=${token}`, origin: consoleOrigin }
}

/** Somebody of the staff in front of the console. */
export interface ConsoleUser extends BuiltStaff {
  /** A request below `/admin`, from their browser. */
  send(
    method: 'GET' | 'POST',
    path: string,
    payload?: object,
    headers?: InjectOptions['headers'],
  ): Promise<LightMyRequestResponse>
}

/** Lets somebody new into the console. */
export async function consoleUser(
  { app, context }: TestApp,
  role: StaffRole,
): Promise<ConsoleUser> {
  const staff = await buildStaff(context, role)
  return {
    ...staff,
    send: (method, path, payload, headers) =>
      app.inject({
        method,
        url: `/admin${path}`,
        headers: { ...cookieOf(staff.token), ...headers },
        ...(payload && { payload }),
      }),
  }
}
