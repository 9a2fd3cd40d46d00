import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'

const demoAccounts: readonly { readonly handle: string; readonly note: string }[] = [
  { handle: 'demo_brand', note: 'an ordinary account' },
  { handle: 'locked_demo', note: 'posts for followers unless told otherwise' },
  { handle: 'german_demo', note: 'has chosen German: errors are in German' },
  { handle: 'suspended_demo', note: 'may sign in, may not post' },
]

/** "Authorization required", with accounts to click, a handle to type, and a way to deny. */
export function consentPage(
  request: EmulatorRequest,
  app: string,
  scopes: readonly string[],
): string {
  const accounts = demoAccounts.map(
    ({ handle, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', handle)}"><b>@${handle}</b> <small>${note}</small></a></li>`,
  )
  const hidden = [...request.query].map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return page(
    'Authorization required',
    `<h1>Authorization required</h1><p><b>${escapeHtml(app)}</b> would like permission to access your account:</p>
<ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<h2>Authorize as</h2><ul class="accounts">${accounts.join('')}</ul>
<form method="get">${hidden.join('')}
<label>Another handle <input name="sandbox_approve" required pattern="[A-Za-z0-9_]{1,30}" maxlength="30"></label>
<button>Authorize</button></form>
<p><a class="cancel" href="${addressWith(request, 'sandbox_cancel', '1')}">Deny</a></p>`,
  )
}

/** What a person sees when the application asks wrongly. */
export function refusalPage(reason: string): string {
  return page('An error has occurred', `<h1>An error has occurred</h1><p>${escapeHtml(reason)}</p>`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Mastodon in the sandbox</title>
<style>:root{color-scheme:light dark;--soft:#606085;--line:#c9c8d4;--brand:#563acc}
@media(prefers-color-scheme:dark){:root{--soft:#9baec8;--line:#393f4f;--brand:#858afa}}
body{font:16px/1.5 system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.4rem}h2{font-size:1rem}
.accounts{list-style:none;padding:0}.accounts a{display:block;padding:.6rem 1rem;margin:.4rem 0;border:1px solid var(--line);border-radius:.5rem;color:inherit;text-decoration:none}
small{color:var(--soft)}form{display:grid;grid-template-columns:1fr auto;gap:.5rem;align-items:end}label{display:grid;gap:.2rem}
input,button{padding:.6rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit;min-width:0}
button{background:var(--brand);color:Canvas;border-color:transparent;font-weight:600}footer{margin-top:3rem;color:var(--soft);font-size:.8rem}</style>
${body}
<footer>This is T21’s sandbox, not Mastodon.</footer></html>`
}
