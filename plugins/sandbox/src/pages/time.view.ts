import { markup, type Html } from './html.ts'

/**
 * A moment. The page's script turns it into "5 min" by the sandbox's time; without the script it is
 * readable too.
 */
export function moment(iso: string): Html {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return markup`<span>${iso}</span>`
  return markup`<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
}
