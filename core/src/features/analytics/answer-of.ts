/** The numbers of posts by remote id. @throws TypeError for an answer that is none: no post has vanished by it */
export function answerOf(told: unknown): ReadonlyMap<string, unknown> {
  if (told instanceof Map) return told as ReadonlyMap<string, unknown>
  throw new TypeError('The connector answered "metrics" with something that is no Map.')
}
