import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { digestOf } from '../api/ids.ts'
import { nameOf } from './names.ts'

/** A member of the emulated network. Made when somebody first consents in its name. */
export interface Member {
  /** The `sub` of userinfo: `urn:li:person:<id>`. */
  readonly id: string
  /** The handle, as first spelt; LinkedIn calls it the vanity name. */
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  /** Milliseconds since 1970. */
  readonly joinedAt: number
}

/** What a handle's beginning makes of a member; see the README beside. */
export interface Traits {
  /** May post the same thing again and again. */
  readonly repeats: boolean
  /** Its new tokens are not known for some seconds. */
  readonly fresh: boolean
  /** Every other post meets a page of the gateway instead of the API. */
  readonly behindGateway: boolean
  /** Every other post meets a write conflict. */
  readonly conflicts: boolean
  /** Its app may not use the field `content`. */
  readonly textOnly: boolean
  /** Its posts are accepted and end as PUBLISH_FAILED. */
  readonly fails: boolean
  /** May comment once a minute. */
  readonly throttled: boolean
}

/** Handles: 1 to 100 letters, digits, hyphens and underscores. */
export const handlePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/

/** The member of a handle, made on the fly. Handles differ by more than case. */
export function memberOf(context: EmulatorContext, handle: string): Member {
  const members = context.store.collection<Member>('members')
  const id = digestOf(`member:${handle.toLowerCase()}`).toString('base64url').slice(0, 10)
  const known = members.get(id)
  if (known !== undefined) return known
  const words = nameOf(handle).split(' ')
  const member = {
    id,
    username: handle,
    firstName: words[0] ?? handle,
    lastName: words.length > 1 ? words.slice(1).join(' ') : 'Member',
    joinedAt: context.now().getTime(),
  }
  members.set(id, member)
  return member
}

/** The member of an id. */
export function findMember(context: EmulatorContext, id: string): Member | undefined {
  return context.store.collection<Member>('members').get(id)
}

/** `urn:li:person:…`. */
export function memberUrn(member: Member): string {
  return `urn:li:person:${member.id}`
}

/** First and last name. */
export function fullName(member: Member): string {
  return `${member.firstName} ${member.lastName}`
}

/** The meaning of a handle's beginning. */
export function traitsOf(member: Member): Traits {
  const handle = member.username.toLowerCase()
  return {
    repeats: handle.startsWith('repeat'),
    fresh: handle.startsWith('fresh'),
    behindGateway: handle.startsWith('gateway'),
    conflicts: handle.startsWith('conflict'),
    textOnly: handle.startsWith('textonly'),
    fails: handle.startsWith('failing'),
    throttled: handle.startsWith('throttled'),
  }
}
