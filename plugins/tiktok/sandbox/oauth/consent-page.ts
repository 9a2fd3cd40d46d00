import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { AuthorizationRequest } from './authorization-request.ts'
import { page } from './page.ts'
import { compulsoryScope, scopeNotes } from './scopes.ts'

/** Accounts offered on the page, with what is special about them. */
const demoAccounts: readonly { readonly handle: string; readonly note: string }[] = [
  { handle: 'demo_brand', note: 'an ordinary public account' },
  { handle: 'demo_bakery', note: 'another one' },
  { handle: 'private_demo', note: 'a private account' },
  { handle: 'quiet_demo', note: 'comments, duets and stitches are off' },
  { handle: 'short_demo', note: 'may post a minute at most' },
]

/** "Continue", with scopes to untick, accounts to click, a handle to type, and Cancel. */
export function consentPage(request: EmulatorRequest, asked: AuthorizationRequest): string {
  // The empty one tells "nothing ticked" from "nothing said".
  const hidden = [...request.query, ['sandbox_scopes', '']].map(
    ([name = '', value = '']) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const accounts = demoAccounts.map(
    ({ handle, note }) =>
      `<li><button name="sandbox_approve" value="${handle}"><b>@${handle}</b> <small>${note}</small></button></li>`,
  )
  return page(
    'Log in',
    `<h1>${escapeHtml(asked.client.key)} wants to access your TikTok account</h1>
<form method="get">${hidden.join('')}
<h2>It will be able to</h2><ul>${asked.scopes.map(scopeView).join('')}</ul>
<h2>Continue as</h2><ul>${accounts.join('')}</ul></form>
<form method="get">${hidden.slice(0, -1).join('')}
<label><input type="text" name="sandbox_approve" required pattern="[A-Za-z0-9_.]{2,24}" placeholder="Another handle" aria-label="Another handle"></label>
<button>Continue</button></form>
<p><a href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
  )
}

function scopeView(scope: string): string {
  const locked = scope === compulsoryScope ? ' disabled' : ''
  return `<li><label><input type="checkbox" name="sandbox_scopes" value="${scope}" checked${locked}> <span>${scopeNotes[scope]} <small>${scope}</small></span></label></li>`
}
