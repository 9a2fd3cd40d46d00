/** What is told of a list that could not be read. */
export const listFailed = 't21-list-failed'

const placeKey = 't21-place'

/**
 * Watches what AdminJS asks the server, which tells nobody: where the session is over, whatever the page asks for next leads to
 * the login, and from there back; a list that does not come says so.
 */
export function watchAnswers(): void {
  const { open, send } = XMLHttpRequest.prototype
  const addresses = new WeakMap<XMLHttpRequest, string>()
  XMLHttpRequest.prototype.open = function openWatched(
    this: XMLHttpRequest,
    ...args: [string, string | URL, boolean]
  ): void {
    addresses.set(this, String(args[1]))
    open.apply(this, args)
  } as typeof open
  XMLHttpRequest.prototype.send = function sendWatched(
    this: XMLHttpRequest,
    ...args: Parameters<typeof send>
  ): void {
    this.addEventListener('loadend', () => {
      const { pathname, search } = window.location
      if (this.status === 401) {
        sessionStorage.setItem(placeKey, `${pathname}${search}`)
        window.location.assign('/admin/login')
      } else if (
        (this.status === 0 || this.status >= 400) &&
        /\/actions\/list(?:$|\?)/.test(addresses.get(this) ?? '')
      ) {
        window.dispatchEvent(new CustomEvent(listFailed, { detail: wordsOf(this) }))
      }
    })
    send.apply(this, args)
  }
}

/** Where somebody was when their session ended; asked for once. */
export function placeBeforeLogin(): string | null {
  const place = sessionStorage.getItem(placeKey)
  sessionStorage.removeItem(placeKey)
  return place
}

function wordsOf({ responseText, status }: XMLHttpRequest): string {
  if (status === 0) return 'The console did not answer. Try again in a moment.'
  try {
    const { error, meta } = JSON.parse(responseText) as {
      readonly error: { readonly message: string }
      readonly meta: { readonly requestId: string }
    }
    return `${error.message} Request ${meta.requestId}`
  } catch {
    return `The console answered ${status}. Try again in a moment.`
  }
}
