import { createHash } from 'node:crypto'
import { examples, type Example } from './examples.ts'
import type { Words } from './locales/words.ts'
import type { MailText } from './templates/mail-text.ts'
import { escapeHtml } from './templates/render-html.ts'

const style = `:root{color-scheme:light dark}
body{margin:0;font:15px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{display:grid;grid-template-columns:14rem minmax(0,1fr);min-height:100vh}
nav{padding:1rem;border-inline-end:1px solid color-mix(in srgb,CanvasText 20%,Canvas)}
nav ul{list-style:none;margin:0 0 1.5rem;padding:0}
nav li a{display:block;padding:.2rem .4rem;border-radius:4px;color:inherit;text-decoration:none}
nav li a:hover{text-decoration:underline}
nav li a[aria-current]{background:color-mix(in srgb,CanvasText 12%,Canvas);font-weight:600}
h1{font-size:1.1rem;margin:0 0 1rem}
h2{font-size:.85rem;margin:1rem 0 .3rem;opacity:.75}
article{padding:1rem 1.5rem;min-width:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}
dt{opacity:.75}
dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:44rem;border:1px solid color-mix(in srgb,CanvasText 20%,Canvas);border-radius:6px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;border:1px solid color-mix(in srgb,CanvasText 20%,Canvas);border-radius:6px}
@media (max-width:45rem){main{grid-template-columns:minmax(0,1fr)}nav{border:0;border-bottom:1px solid color-mix(in srgb,CanvasText 20%,Canvas)}nav ul{display:flex;flex-wrap:wrap;gap:.2rem;margin-bottom:.7rem}article{padding:1rem}}`

/** Lets through the page's own style and the mail that it shows. */
export const previewPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** All mails by name, and one of them: its subject, its HTML and its text. */
export function previewPage(shown: {
  readonly example: Example
  readonly words: Words
  readonly languages: readonly Words[]
  readonly mail: MailText
}): string {
  const { example, words, languages, mail } = shown
  const { name } = example
  const templates = examples.map((one) =>
    linkTo(one.name, { template: one.name, language: words.language }, one.name === name),
  )
  const spoken = languages.map(({ language }) =>
    linkTo(language, { template: name, language }, language === words.language),
  )
  const address = addressOf('/_mail/html', { template: name, language: words.language })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(name)} – mails of T21</title><style>${style}</style></head>
<body><main>
<nav aria-label="Mails"><h1>Mails of T21</h1><ul>${templates.join('')}</ul>
<h2>Language</h2><ul>${spoken.join('')}</ul></nav>
<article>
<dl><dt>Subject</dt><dd>${escapeHtml(mail.subject)}</dd><dt>Needed</dt><dd>${mail.necessity}</dd></dl>
<h2>HTML</h2><iframe title="${escapeHtml(mail.subject)}" src="${address}" sandbox></iframe>
<h2>Text</h2><pre>${escapeHtml(mail.text)}</pre>
</article></main></body></html>
`
}

interface Choice {
  readonly template: string
  readonly language: string
}

function linkTo(label: string, choice: Choice, current: boolean): string {
  const here = current ? ' aria-current="page"' : ''
  return `<li><a href="${addressOf('/_mail', choice)}"${here}>${escapeHtml(label)}</a></li>`
}

function addressOf(path: string, choice: Choice): string {
  return escapeHtml(`${path}?${new URLSearchParams({ ...choice }).toString()}`)
}
