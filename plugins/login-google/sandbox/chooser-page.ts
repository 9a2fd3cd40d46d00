import { addressWith, escapeHtml, hiddenQuery, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { offered } from './people.ts'

const style = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;justify-items:center;gap:1rem;font:15px/1.5 Roboto,system-ui,sans-serif;background:light-dark(#f0f4f9,#1e1f20);color:light-dark(#1f1f1f,#e3e3e3)}
main{box-sizing:border-box;width:min(28rem,100vw);padding:2.25rem;border-radius:1.75rem;background:light-dark(#fff,#0e0e0e)}
h1{margin:0 0 .4rem;font-size:1.75rem;font-weight:400;line-height:1.25}p{margin:0}ul{list-style:none;margin:1.5rem 0;padding:0}
li a{display:block;padding:.7rem .5rem;border-bottom:1px solid light-dark(#c4c7c5,#444746);border-radius:.25rem;color:inherit;text-decoration:none}
li a:hover{background:light-dark(#f0f4f9,#1e1f20)}b{font-weight:500}small{display:block;color:light-dark(#444746,#c4c7c5)}
form{display:grid;gap:.9rem}label{display:grid;gap:.3rem}input{font:inherit;padding:.7rem;border:1px solid #747775;border-radius:.25rem;background:none;color:inherit}
.end{display:flex;justify-content:space-between;align-items:center}.end a{color:light-dark(#0b57d0,#a8c7fa);text-decoration:none;font-weight:500}
button{font:inherit;font-weight:500;padding:.5rem 1.5rem;border:0;border-radius:1.5rem;background:light-dark(#0b57d0,#a8c7fa);color:light-dark(#fff,#062e6f)}
code{overflow-wrap:anywhere}footer{font-size:.8rem;color:light-dark(#444746,#c4c7c5)}`

/** People to click, an address to type, and Cancel. */
export function chooserPage(request: EmulatorRequest): string {
  const people = offered.map(
    ({ email, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', email)}"><b>${email}</b> <small>${note}</small></a></li>`,
  )
  return page(
    'Choose an account',
    `<h1>Choose an account</h1><p>to continue to T21</p><ul>${people.join('')}</ul>
<form method="get">${hiddenQuery(request)}<label>Another address <input type="email" name="sandbox_approve" required></label>
<div class="end"><a href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a><button>Next</button></div></form>`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(reason: string): string {
  return page(
    'Access blocked',
    `<h1>Access blocked: this app’s request is invalid</h1><p><code>${escapeHtml(reason)}</code></p>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Google in the sandbox</title><style>${style}</style>
<main>${body}</main><footer>This is T21’s sandbox, not Google.</footer></html>`
}
