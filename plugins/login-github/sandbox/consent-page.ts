import { addressWith, escapeHtml, hiddenQuery, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { offered } from './people.ts'

const style = `:root{color-scheme:light dark}
body{margin:0;padding:2.5rem 1rem;display:grid;justify-items:center;gap:1.25rem;font:14px/1.5 -apple-system,"Segoe UI",system-ui,sans-serif;background:light-dark(#f6f8fa,#010409);color:light-dark(#1f2328,#f0f6fc)}
h1{margin:0;font-size:1.5rem;font-weight:400;text-align:center}main{box-sizing:border-box;width:min(31rem,100%);padding:1.25rem;border:1px solid light-dark(#d1d9e0,#3d444d);border-radius:.4rem;background:light-dark(#fff,#0d1117)}
p{margin:0}h2{margin:1.25rem 0 .5rem;font-size:.9rem}ul{list-style:none;margin:0 0 1.25rem;padding:0;border:1px solid light-dark(#d1d9e0,#3d444d);border-radius:.4rem}
li+li{border-top:1px solid light-dark(#d1d9e0,#3d444d)}li a{display:block;padding:.55rem .9rem;color:light-dark(#0969da,#4493f8);text-decoration:none}li a:hover{background:light-dark(#f6f8fa,#151b23)}
small{display:block;color:light-dark(#59636e,#9198a1)}form{display:grid;gap:.75rem}label{display:grid;gap:.3rem;font-weight:600}
input,button,.cancel{box-sizing:border-box;font:inherit;padding:.4rem .75rem;border:1px solid light-dark(#d1d9e0,#3d444d);border-radius:.4rem;background:light-dark(#f6f8fa,#212830);color:inherit}
.end{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;text-align:center;font-weight:600}.cancel{text-decoration:none}button{font-weight:600;background:#1f883d;border-color:#1f883d;color:#fff}
code{overflow-wrap:anywhere}footer{font-size:.75rem;color:light-dark(#59636e,#9198a1)}`

/** People to click, a login to type, and Cancel. */
export function consentPage(request: EmulatorRequest): string {
  const people = offered.map(
    ({ login, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', login)}"><b>${login}</b> <small>${note}</small></a></li>`,
  )
  return page(
    'Authorize application',
    'Authorize T21',
    `<p>T21 wants to read your profile and your e-mail addresses.</p><h2>Authorize as</h2><ul>${people.join('')}</ul>
<form method="get">${hiddenQuery(request)}<label>Another login <input name="sandbox_approve" required maxlength="39"></label>
<div class="end"><a class="cancel" href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a><button>Authorize</button></div></form>`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(reason: string): string {
  return page('Page not found', 'Be careful!', `<p><code>${escapeHtml(reason)}</code></p>`)
}

function page(title: string, heading: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · GitHub in the sandbox</title><style>${style}</style>
<h1>${heading}</h1><main>${body}</main><footer>This is T21’s sandbox, not GitHub.</footer></html>`
}
