import { createHash } from 'node:crypto'

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#1a1a1a}h1{font-size:1.4rem}button{font:inherit;padding:.6rem 1rem}'

/** Lets the page's own style through, and nothing else: no script, no picture, no frame. */
export const pagePolicy = policyOf("'none'")

/** The same for a page whose button leads to its own address. */
export const formPagePolicy = policyOf("'self'")

/** A page that says one thing to a person whom no app of ours is with. Serve it with {@link pagePolicy}. */
export function htmlPage(words: { readonly title: string; readonly text: string }): string {
  return pageOf(words, '')
}

/** A page that asks before it acts: its button POSTs to the address of the page. Serve it with {@link formPagePolicy}. */
export function formPage(words: {
  readonly title: string
  readonly text: string
  readonly button: string
}): string {
  return pageOf(words, `<form method="post"><button>${escape(words.button)}</button></form>`)
}

function pageOf(words: { readonly title: string; readonly text: string }, form: string): string {
  const title = escape(words.title)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>${escape(words.text)}</p>${form}</body></html>
`
}

function policyOf(formAction: string): string {
  const hash = createHash('sha256').update(style).digest('base64')
  return `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action ${formAction}; style-src 'sha256-${hash}'`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
