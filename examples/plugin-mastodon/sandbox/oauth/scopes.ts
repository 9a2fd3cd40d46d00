/** Scopes that an app may have; `read` and `write` stand for all below them. */
export const knownScopes: readonly string[] = [
  'read',
  'read:accounts',
  'read:statuses',
  'write',
  'write:accounts',
  'write:media',
  'write:statuses',
  'profile',
  'follow',
  'push',
]

/** All of them by one name, or `undefined` for one that is unknown. */
export function scopesOf(text: string): readonly string[] | undefined {
  const scopes = text.split(/[ +]/).filter((scope) => scope !== '')
  return scopes.every((scope) => knownScopes.includes(scope)) ? scopes : undefined
}

/** Whether every scope is one of `granted`, or below one of them. */
export function covers(granted: readonly string[], asked: readonly string[]): boolean {
  return asked.every(
    (scope) => granted.includes(scope) || granted.includes(scope.split(':')[0] ?? scope),
  )
}
