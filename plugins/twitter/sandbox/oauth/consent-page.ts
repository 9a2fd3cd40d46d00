import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { AuthorizationRequest } from './authorization-request.ts'

/** Accounts offered on the page, with what is special about them. */
const demoAccounts: readonly { readonly handle: string; readonly note: string }[] = [
  { handle: 'demo_brand', note: 'an ordinary account' },
  { handle: 'demo_bakery', note: 'another one' },
  { handle: 'premium_demo', note: 'X Premium: long posts' },
  { handle: 'protected_demo', note: 'only followers see its posts' },
  { handle: 'suspended_demo', note: 'may sign in, may not post' },
]

/** "Authorize app", with accounts to click, a handle to type, and Cancel. */
export function consentPage(request: EmulatorRequest, asked: AuthorizationRequest): string {
  const accounts = demoAccounts.map(
    ({ handle, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', handle)}"><b>@${handle}</b> <small>${note}</small></a></li>`,
  )
  const hidden = [...request.query].map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const scopes = asked.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
  return page(
    'Authorize app',
    `<h1>${escapeHtml(asked.clientId)} wants to access your X account</h1>
<p>It could do this:</p><ul>${scopes.join('')}</ul>
<h2>Authorize as</h2><ul class="accounts">${accounts.join('')}</ul>
<form method="get">${hidden.join('')}
<label>Another handle <input name="sandbox_approve" required pattern="[A-Za-z0-9_]{1,15}" maxlength="15"></label>
<button>Authorize app</button></form>
<p><a class="cancel" href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(reason: string): string {
  return page(
    'Something went wrong',
    `<h1>Something went wrong</h1><p>You weren’t able to give access to the app. Go back and try logging in again.</p>
<p><code>${escapeHtml(reason)}</code></p>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · X in the sandbox</title>
<style>:root{color-scheme:light dark;--ink:#0f1419;--soft:#536471;--line:#cfd9de;--hover:#f7f9f9;--cancel:#c81e2b}
@media(prefers-color-scheme:dark){:root{--ink:#e7e9ea;--soft:#8b98a5;--line:#3e4347;--hover:#1d1f23;--cancel:#ff6b76}body{background:#000}}
body{font:16px/1.5 system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem;color:var(--ink)}
h1{font-size:1.4rem}h2{font-size:1rem}.accounts{list-style:none;padding:0}
.accounts a{display:block;padding:.6rem 1rem;margin:.4rem 0;border:1px solid var(--line);border-radius:2rem;color:inherit;text-decoration:none}
.accounts a:hover{background:var(--hover)}small{color:var(--soft)}.cancel{color:var(--cancel)}
form{display:grid;grid-template-columns:1fr auto;gap:.5rem;align-items:end}label{display:grid;gap:.2rem;min-width:0}
input,button{box-sizing:border-box;min-width:0;width:100%;padding:.6rem 1rem;border:1px solid var(--line);border-radius:2rem;background:transparent;color:inherit;font:inherit}
button{border-color:var(--ink);background:var(--ink);color:Canvas;font-weight:600;cursor:pointer}
footer{margin-top:3rem;color:var(--soft);font-size:.8rem}</style>
${body}
<footer>This is T21’s sandbox, not X.</footer></html>`
}
