import type { FastifyReply } from 'fastify'
import { makeNonce, pageHeaders } from './policy.ts'

/** HTML that is safe to put into a page: made by {@link html} alone. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What can be put into a page. */
export type Insert = Html | string | number | false | null | undefined | readonly Insert[]

/** HTML in which everything that is put in is text, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Insert[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(toText)))
}

function toText(value: Insert): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'object' && value !== null) return value.map(toText).join('')
  if (value === null || value === undefined || value === false) return ''
  return String(value).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Sends a page of the console's own, which needs neither AdminJS nor a script. */
export function sendPage(reply: FastifyReply, title: string, body: Html): FastifyReply {
  pageHeaders(reply, makeNonce())
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · T21 console</title>
        <link rel="icon" href="/admin/favicon.svg" />
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <p class="brand" aria-label="T21 support console"><b>T21</b> support console</p>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `
  return reply.send(page.text)
}

const style = `
:root{color-scheme:light dark;--page:#f4f5fb;--card:#fff;--text:#191c33;--faint:#565b7a;--line:#8b90ad;--brand:#3a46c8;--on-brand:#fff;--bad:#b3202c;--bad-back:#fdecee}
@media(prefers-color-scheme:dark){:root{--page:#10121f;--card:#1a1d30;--text:#eceefb;--faint:#a9aecb;--line:#6d7396;--brand:#aab3ff;--on-brand:#10121f;--bad:#ff9aa2;--bad-back:#3a1a22}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border-radius:12px;padding:2rem;box-shadow:0 8px 32px #0002}
.brand{margin:0 0 1.25rem;color:var(--faint)}.brand b{display:inline-block;background:var(--brand);color:var(--on-brand);border-radius:6px;padding:0 .45rem;margin-right:.3rem}
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .75rem}
p,ol,ul{margin:0 0 1rem}ol{padding-left:1.25rem}
label{display:block;font-weight:600;margin:0 0 1rem}
label small{display:block;font-weight:400;color:var(--faint)}
input{display:block;width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px;padding:.6rem .7rem;margin-top:.3rem}
button,.button{display:inline-block;font:inherit;font-weight:600;border:0;border-radius:8px;padding:.65rem 1.1rem;background:var(--brand);color:var(--on-brand);cursor:pointer;text-decoration:none}
a{color:var(--brand)}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.problem{background:var(--bad-back);color:var(--bad);border-left:4px solid var(--bad);border-radius:6px;padding:.6rem .8rem}
.qr{background:#fff;border-radius:8px;padding:.75rem;width:13rem;max-width:100%;margin:0 0 1rem}.qr svg{display:block;width:100%;height:auto}
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
.codes{columns:2;list-style:none;padding:0}
.quiet{color:var(--faint);font-size:.9rem}
`
