import { addressWith, escapeHtml, hiddenQuery, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { AuthorizationRequest } from './authorization-request.ts'

/** Members offered on the page, with what is special about them. */
const demoMembers: readonly { readonly handle: string; readonly note: string }[] = [
  { handle: 'demo-brand', note: 'administers the page Demo Brand Company' },
  { handle: 'agency-demo', note: 'three pages, with three roles' },
  { handle: 'editor-demo', note: 'content administrator of its page' },
  { handle: 'analyst-demo', note: 'may read its page’s numbers, not post' },
  { handle: 'nopage-demo', note: 'a member without a page' },
]

/** "Allow", with members to click, a handle to type, and Cancel. */
export function consentPage(request: EmulatorRequest, asked: AuthorizationRequest): string {
  const members = demoMembers.map(
    ({ handle, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', handle)}"><b>${handle}</b> <small>${note}</small></a></li>`,
  )
  const scopes = asked.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
  return page(
    'Authorize',
    `<h1>${escapeHtml(asked.client.id)} would like to:</h1><ul>${scopes.join('')}</ul>
<h2>Allow as</h2><ul class="accounts">${members.join('')}</ul>
<form method="get">${hiddenQuery(request)}
<label>Another member <input name="sandbox_approve" required pattern="[A-Za-z0-9][A-Za-z0-9_\\-]{0,99}" maxlength="100"></label>
<button>Allow</button></form>
<p><a class="cancel" href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(reason: string): string {
  return page(
    'Bummer, something went wrong',
    `<h1>Bummer, something went wrong.</h1><p><code>${escapeHtml(reason)}</code></p>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · LinkedIn in the sandbox</title>
<style>:root{color-scheme:light dark;--ink:#191919;--soft:#5e5e5e;--line:#c9c6c1;--back:#f4f2ee;--card:#fff;--blue:#0a66c2}
@media(prefers-color-scheme:dark){:root{--ink:#ededed;--soft:#a8a8a8;--line:#3f4448;--back:#111315;--card:#1b1f23;--blue:#71b7fb}}
body{font:16px/1.5 system-ui;background:var(--back);color:var(--ink);margin:0;padding:2rem 1rem}
main{max-width:27rem;margin:0 auto;padding:1rem 1.5rem 1.5rem;background:var(--card);border-radius:.5rem;box-shadow:0 0 0 1px var(--line)}
h1{font-size:1.3rem}h2{font-size:1rem}.accounts{list-style:none;padding:0}
.accounts a{display:block;padding:.6rem 1rem;margin:.4rem 0;border:1px solid var(--line);border-radius:.5rem;color:inherit;text-decoration:none}
.accounts a:hover{border-color:var(--blue)}small{color:var(--soft);display:block}.cancel{color:var(--blue)}
form{display:grid;grid-template-columns:1fr auto;gap:.5rem;align-items:end}label{display:grid;gap:.2rem;min-width:0}
input,button{box-sizing:border-box;min-width:0;width:100%;padding:.6rem 1rem;border:1px solid var(--line);border-radius:.3rem;background:transparent;color:inherit;font:inherit}
button{border:0;border-radius:2rem;background:var(--blue);color:var(--card);font-weight:600;cursor:pointer}
footer{max-width:27rem;margin:1.5rem auto;color:var(--soft);font-size:.8rem}</style>
<main>${body}</main>
<footer>This is T21’s sandbox, not LinkedIn.</footer></html>`
}
