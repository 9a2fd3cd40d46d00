import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { derivedId } from '../api/ids.ts'
import { nameOf } from './handles.ts'

/** A person of the emulated network, made when it first consents. */
export interface User {
  /** App-scoped (facebook.md 1): another app sees another one. */
  readonly id: string
  readonly handle: string
  readonly name: string
  /** When the person first met the app, in milliseconds. */
  readonly since: number
}

/** The person of a handle, made on the fly. Handles differ by more than case. */
export function userOf(context: EmulatorContext, appId: string, handle: string): User {
  const id = derivedId(`user of ${appId}`, handle)
  const known = findUser(context, id)
  if (known !== undefined) return known
  const user = { id, handle, name: nameOf(handle), since: context.now().getTime() }
  users(context).set(id, user)
  return user
}

/** The person of an id. */
export function findUser(context: EmulatorContext, id: string): User | undefined {
  return users(context).get(id)
}

/** How many people use the app. */
export function userCount(context: EmulatorContext): number {
  return users(context).size
}

function users(context: EmulatorContext): Map<string, User> {
  return context.store.collection<User>('users')
}
