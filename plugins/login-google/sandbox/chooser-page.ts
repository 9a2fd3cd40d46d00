import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { offered } from './people.ts'

/** People to click, an address to type, and Cancel. */
export function chooserPage(request: EmulatorRequest): string {
  const people = offered.map(
    ({ email, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', email)}"><b>${email}</b> <small>${note}</small></a></li>`,
  )
  const hidden = [...request.query].map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return page(
    'Choose an account',
    `<h1>Choose an account</h1><p>to continue to T21</p><ul>${people.join('')}</ul>
<form method="get">${hidden.join('')}<label>Another address <input type="email" name="sandbox_approve" required></label>
<button>Next</button></form><p><a href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
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
<title>${title} · Google in the sandbox</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem}
ul{list-style:none;padding:0}li a{display:block;padding:.8rem 0;border-bottom:1px solid #8886;color:inherit;text-decoration:none}
form{display:grid;gap:.6rem}input,button{font:inherit;padding:.6rem;width:100%;box-sizing:border-box}footer{margin-top:3rem;font-size:.8rem}</style>
${body}<footer>This is T21’s sandbox, not Google.</footer></html>`
}
