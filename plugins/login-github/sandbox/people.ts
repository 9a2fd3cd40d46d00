import { createHash } from 'node:crypto'

/** Somebody at GitHub. */
export interface Person {
  readonly login: string
  /** Always the same for a login, in lower case. */
  readonly id: number
  readonly name: string | null
  readonly emails: readonly Email[]
  /** What they show to everybody. */
  readonly publicEmail: string | null
}

/** An address of somebody. */
export interface Email {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
  readonly visibility: 'public' | 'private' | null
}

/** What a login has to look like. */
export const loginPattern = /^(?!-)(?!.*--)[a-z0-9-]{1,39}(?<!-)$/i

/** Whom the page offers, and what is special about them. */
export const offered: readonly { readonly login: string; readonly note: string }[] = [
  { login: 'ada-lovelace', note: 'an ordinary account' },
  { login: 'public-grace', note: 'who shows the address to everybody' },
  { login: 'unverified-user', note: 'whose address GitHub has not verified' },
  { login: 'nameless', note: 'without a name' },
]

/** The person behind a login; its beginning says what is special about them (README.md). @param email instead of the usual one */
export function personOf(login: string, email = `${login.toLowerCase()}@mail.example`): Person {
  const key = login.toLowerCase()
  const id = createHash('sha256').update(`github ${key}`).digest().readUInt32BE(0)
  const isPublic = key.startsWith('public')
  const main: Email = {
    email,
    primary: true,
    verified: !key.startsWith('unverified'),
    visibility: isPublic ? 'public' : 'private',
  }
  const own = { primary: false, verified: true, visibility: null }
  const nameless = key.startsWith('nameless')
  return {
    login,
    id,
    name: nameless
      ? null
      : login
          .split('-')
          .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
          .join(' '),
    emails: [
      main,
      ...(key.startsWith('two') ? [{ ...own, email: `second-${email}` }] : []),
      { ...own, email: `${id}+${key}@users.noreply.github.com` },
    ],
    publicEmail: isPublic ? email : null,
  }
}
