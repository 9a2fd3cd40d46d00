import { addressWith, escapeHtml, hiddenQuery, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { AuthorizationRequest } from './authorization-request.ts'
import { instagramApp } from './apps.ts'
import { scopeNames } from './scopes.ts'

/** Accounts offered on the page, with what is special about them. */
const demoAccounts: readonly { readonly handle: string; readonly note: string }[] = [
  { handle: 'demo.brand', note: 'a business' },
  { handle: 'creator.demo', note: 'a creator' },
  { handle: 'popular.demo', note: 'gets comments and mentions' },
  { handle: 'restricted.demo', note: 'must first open the app' },
  { handle: 'personal.demo', note: 'neither business nor creator' },
]

/** "… is requesting access", with permissions to untick, accounts to click and a handle to type. */
export function consentPage(request: EmulatorRequest, asked: AuthorizationRequest): string {
  const scopes = asked.scopes.map((scope) => {
    const fixed = scope === scopeNames.instagram.basic
    return `<label><input type="checkbox" name="sandbox_scopes" value="${scope}" checked${fixed ? ' onclick="return false"' : ''}> <code>${scope}</code></label>`
  })
  const accounts = demoAccounts.map(
    ({ handle, note }) =>
      `<button name="sandbox_approve" value="${handle}"><b>${handle}</b> <small>${note}</small></button>`,
  )
  return page(
    'Log in',
    `<h1>${escapeHtml(instagramApp.name)} is requesting access to your Instagram account</h1>
<form method="get">${hiddenQuery(request)}<fieldset><legend>It could do this</legend>${scopes.join('')}</fieldset>
<fieldset><legend>Allow as</legend>
<input name="sandbox_handle" pattern="[A-Za-z0-9._]{1,30}" maxlength="30" placeholder="handle" aria-label="Handle"> <button name="sandbox_approve" value="" class="main">Allow</button>
${accounts.join('')}</fieldset></form>
<p><a href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
  )
}

/** What a person sees when the app asks wrongly, or when the account cannot be connected. */
export function refusalPage(reason: string): string {
  return page(
    'Sorry',
    `<h1>Sorry, this did not work</h1><p>Invalid request: request parameters are invalid.</p>
<p><code>${escapeHtml(reason)}</code></p>`,
  )
}

/** A page in Instagram's manner. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Instagram in the sandbox</title>
<style>:root{color-scheme:light dark;--soft:#737373;--line:#dbdbdb;--blue:#0095f6}
@media(prefers-color-scheme:dark){:root{--soft:#a8a8a8;--line:#363636}body{background:#000}}
body{font:15px/1.5 system-ui;max-width:24rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.2rem;text-align:center}h1::before{content:"";display:block;width:3rem;height:3rem;margin:0 auto 1rem;border-radius:.9rem;background:linear-gradient(45deg,#feda75,#fa7e1e,#d62976,#962fbf,#4f5bd5)}
fieldset{border:1px solid var(--line);border-radius:.8rem;margin:1rem 0;padding:.6rem 1rem;display:grid;gap:.4rem}legend{color:var(--soft);font-size:.8rem;padding:0 .3rem}
button,input:not([type=checkbox]){font:inherit;text-align:left;padding:.55rem .9rem;border:1px solid var(--line);border-radius:.6rem;background:transparent;color:inherit;box-sizing:border-box;width:100%}
button{cursor:pointer}button:hover{border-color:var(--blue)}.main{background:var(--blue);border-color:var(--blue);color:#fff;text-align:center;font-weight:600}
code{overflow-wrap:anywhere}small,footer{color:var(--soft)}p,footer{text-align:center}a{color:var(--blue);text-decoration:none}footer{margin-top:3rem;font-size:.8rem}</style>
${body}
<footer>This is T21’s sandbox, not Instagram.</footer></html>`
}
