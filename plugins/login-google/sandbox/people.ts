import { createHash } from 'node:crypto'

/** Somebody with an account at Google, as the token and the userinfo say. */
export interface Person {
  /** 21 digits, always the same for an address. */
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
  readonly name?: string
  readonly given_name?: string
  readonly family_name?: string
  readonly picture?: string
  /** The domain of a Workspace. */
  readonly hd?: string
}

/** What an address has to look like. */
export const addressPattern = /^[^\s@<>"&]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,}$/i

/** Whom the page offers, and what is special about them. */
export const offered: readonly { readonly email: string; readonly note: string }[] = [
  { email: 'ada.lovelace@gmail.com', note: 'an ordinary account' },
  { email: 'grace@workspace.example', note: 'of a Workspace' },
  { email: 'unverified@mail.example', note: 'whose address Google has not verified' },
  { email: 'nameless@gmail.com', note: 'without name and picture' },
]

/** The person behind an address; the beginning of the address says what is special about them (README.md). */
export function personOf(address: string): Person {
  const email = address.toLowerCase()
  const [local = '', domain = ''] = email.split('@')
  const digest = createHash('sha256').update(`google ${email}`).digest()
  const sub = `1${String(digest.readBigUInt64BE(0)).padStart(20, '0')}`
  const words = local.split(/[^\p{L}]+/u).filter((word) => word !== '')
  const [first = 'Somebody', ...rest] = words.map(
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  )
  const last = rest.join(' ')
  return {
    sub,
    email,
    email_verified: !local.startsWith('unverified'),
    ...(domain.startsWith('workspace.') && { hd: domain }),
    ...(!local.startsWith('nameless') && {
      name: [first, last].filter((word) => word !== '').join(' '),
      given_name: first,
      ...(last !== '' && { family_name: last }),
      picture: `https://lh3.googleusercontent.com/a/${sub}`,
    }),
  }
}

/** What may be told of somebody under these scopes. */
export function claimsOf(
  { sub, email, email_verified, hd, ...profile }: Person,
  scopes: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    sub,
    ...(scopes.includes('email') && { email, email_verified, ...(hd !== undefined && { hd }) }),
    ...(scopes.includes('profile') && profile),
  }
}
