const content = Symbol('content')

/** Markup made by {@link markup}. Nothing that came over the network can be one: symbols are not in JSON. */
export interface Html {
  readonly [content]: string
}

/** What may stand in a template: text is escaped, lists are joined, nothing is nothing. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[]

/**
 * A template whose values are escaped, unless they are markup themselves. It is not called `html`, so
 * that no formatter moves blanks about in texts whose blanks are shown.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = strings[0] ?? ''
  for (const [index, value] of values.entries()) {
    text += rendered(value) + (strings[index + 1] ?? '')
  }
  return { [content]: text }
}

/** The markup as text, to be sent. */
export function toText(page: Html): string {
  return page[content]
}

function rendered(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'object') return content in value ? value[content] : joined(value)
  return String(value).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '')
}

function joined(values: readonly HtmlValue[]): string {
  return values.map(rendered).join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
