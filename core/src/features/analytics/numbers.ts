import type { AccountMetrics, PostMetrics } from '@t21/plugin-kit'

/** The numbers of a post, in the order in which they are shown. */
export const postNumbers = [
  'impressions',
  'reach',
  'likes',
  'comments',
  'shares',
  'clicks',
  'saves',
  'videoViews',
  'engagements',
] as const satisfies readonly (keyof PostMetrics)[]

/** The numbers of an account. */
export const accountNumbers = [
  'followers',
  'following',
  'posts',
  'views',
  'reach',
  'profileViews',
] as const satisfies readonly (keyof AccountMetrics)[]

/**
 * What a connector told, whatever it is: a count, or `null` where it is none. Networks say -1 for "too few to tell", and a
 * plugin may say anything.
 */
export function knownNumbers<Name extends string>(
  names: readonly Name[],
  told: unknown,
): Record<Name, number | null> {
  const values = typeof told === 'object' && told !== null ? told : {}
  const entries = names.map((name) => [name, count((values as Record<string, unknown>)[name])])
  return Object.fromEntries(entries) as Record<Name, number | null>
}

/** False for numbers of which none is known. */
export function tellsSomething(numbers: PostMetrics | AccountMetrics): boolean {
  return Object.values(numbers).some((value) => value !== null)
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(Math.trunc(value)) && value >= 0
    ? Math.trunc(value)
    : null
}
