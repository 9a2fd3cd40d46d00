/** Where a consent page sends the browser: the `location` of its answer, in a lab or over HTTP; `x:` where it has none. */
export function sentBack({
  headers,
}: {
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined
}): URL {
  const location = headers instanceof Headers ? headers.get('location') : headers?.['location']
  return new URL(location ?? 'x:')
}

/** The code that a consent page sends along; empty where there is none. */
export function sentCode(answer: Parameters<typeof sentBack>[0]): string {
  return sentBack(answer).searchParams.get('code') ?? ''
}
