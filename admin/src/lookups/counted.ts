/** What lists count to; whoever needs more filters. */
export const mostCounted = 1_000
