/** Handles: letters, digits, dots, hyphens and underscores. */
export const handlePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** What happens to a person's tokens a minute after the consent, by the subcode of the error. */
const mishaps: readonly { readonly beginning: string; readonly subcode: number }[] = [
  { beginning: 'removesapp', subcode: 458 },
  { beginning: 'checkpoint', subcode: 459 },
  { beginning: 'changespassword', subcode: 460 },
  { beginning: 'unconfirmed', subcode: 464 },
  { beginning: 'logsout', subcode: 467 },
  { beginning: 'losesrole', subcode: 492 },
]

/** What the beginning of a person's handle says; pages' handles begin with that of their person. */
export interface PersonTraits {
  /** The subcode with which tokens die a minute after the consent. */
  readonly mishap: number | undefined
  /** May look at the pages, not publish on them. */
  readonly analyst: boolean
  /** Has a Business Manager, with pages that hang in it. */
  readonly business: boolean
  /** Few calls are left. */
  readonly busy: boolean
  /** The token endpoint leaves out `expires_in`. */
  readonly terse: boolean
  /** May say the same thing again and again. */
  readonly repeats: boolean
}

/** The meaning of a handle's beginning. */
export function personTraits(handle: string): PersonTraits {
  const begins = (beginning: string) => handle.toLowerCase().startsWith(beginning)
  return {
    mishap: mishaps.find(({ beginning }) => begins(beginning))?.subcode,
    analyst: begins('analyst'),
    business: begins('business'),
    busy: begins('busy'),
    terse: begins('terse'),
    repeats: begins('repeat'),
  }
}

/** `alice-page` becomes `Alice Page`. */
export function nameOf(handle: string): string {
  const words = handle.split(/[._-]/).filter((word) => word !== '')
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
}
