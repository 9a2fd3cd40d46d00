import { createHash } from 'node:crypto'

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#1a1a1a}h1{font-size:1.4rem}'

/** Lets the page's own style through, and nothing else: no script, no picture, no frame. */
export const pagePolicy = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** A page that says one thing to a person whom no app of ours is with. Serve it with {@link pagePolicy}. */
export function htmlPage(words: { readonly title: string; readonly text: string }): string {
  const title = escape(words.title)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>${escape(words.text)}</p></body></html>
`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
