import { markup, type Html } from './html.ts'

/**
 * A moment, to the second on pointing at it. The page's script turns it into "5 min" by the sandbox's
 * time; without the script it is readable too.
 */
export function moment(iso: string): Html {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return markup`<span>${iso}</span>`
  const exact = date.toISOString().slice(0, 19).replace('T', ' ')
  return markup`<time datetime="${date.toISOString()}" title="${exact} UTC">${exact.slice(0, 16)} UTC</time>`
}
