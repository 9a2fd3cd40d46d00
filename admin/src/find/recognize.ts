// What a text in the search box may be. None lets a wildcard of PostgreSQL through.

/** An e-mail address. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@%]+@[^\s@%]+$/.test(text)
}

/** The address of a page: a post on a network. */
export function isAddress(text: string): boolean {
  return text.length <= 2_000 && /^https?:\/\/\S+$/.test(text) && URL.canParse(text)
}

/** What providers, networks and requests are called: an id that is none of ours. */
export function isForeignId(text: string): boolean {
  return /^[\w.:~/+=-]{3,300}$/.test(text) && !isAddress(text)
}
