import type { EmulatorRequest } from './exchange.ts'

/** Text as it may stand inside of a page or an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** The address of the page that was asked for with one parameter set, fit for an attribute: what a link of a consent page leads to. */
export function addressWith(request: EmulatorRequest, name: string, value: string): string {
  const query = new URLSearchParams(request.query)
  query.set(name, value)
  return escapeHtml(`?${query.toString()}`)
}

/** Fields that send the query of the page that was asked for along with a form, which a browser drops from the address otherwise. */
export function hiddenQuery(request: EmulatorRequest): string {
  return [...request.query]
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('')
}
