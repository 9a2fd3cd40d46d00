import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A registered application. */
export interface App {
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
  readonly website: string | null
  /** `undefined`: any http(s) address counts as registered. */
  readonly redirectUris: readonly string[] | undefined
  readonly scopes: readonly string[]
}

/** The application that is there from the beginning. */
export const sandboxApp: App = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  name: 'T21',
  website: 'https://t21.example',
  redirectUris: undefined,
  scopes: ['read', 'write', 'profile'],
}

/** The application of a client id. */
export function findApp(context: EmulatorContext, clientId: string): App | undefined {
  return clientId === sandboxApp.clientId ? sandboxApp : appsOf(context).get(clientId)
}

/** Registers an application. */
export function registerApp(
  context: EmulatorContext,
  app: Omit<App, 'clientId' | 'clientSecret'>,
): App {
  const registered = {
    ...app,
    clientId: randomBytes(24).toString('base64url'),
    clientSecret: randomBytes(24).toString('base64url'),
  }
  appsOf(context).set(registered.clientId, registered)
  return registered
}

/** Whether an address is one of those that were registered: byte for byte. */
export function allowsRedirect(app: App, redirectUri: string): boolean {
  const url = URL.parse(redirectUri)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '') return false
  return app.redirectUris === undefined || app.redirectUris.includes(redirectUri)
}

function appsOf(context: EmulatorContext): Map<string, App> {
  return context.store.collection<App>('apps')
}
