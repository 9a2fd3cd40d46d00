import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { offered } from './people.ts'

/** People to click, a login to type, and Cancel. */
export function consentPage(request: EmulatorRequest): string {
  const people = offered.map(
    ({ login, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_approve', login)}"><b>${login}</b> <small>${note}</small></a></li>`,
  )
  const hidden = [...request.query].map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return page(
    'Authorize application',
    `<h1>Authorize T21</h1><p>It wants to read your profile and your addresses of mail.</p><h2>Authorize as</h2><ul>${people.join('')}</ul>
<form method="get">${hidden.join('')}<label>Another login <input name="sandbox_approve" required maxlength="39"></label>
<button>Authorize</button></form><p><a href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(reason: string): string {
  return page('Page not found', `<h1>Be careful!</h1><p><code>${escapeHtml(reason)}</code></p>`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · GitHub in the sandbox</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:30rem;margin:3rem auto;padding:0 1rem}
ul{list-style:none;padding:0}li a{display:block;padding:.6rem 1rem;margin:.4rem 0;border:1px solid #8888;border-radius:6px;color:inherit;text-decoration:none}
form{display:grid;gap:.6rem}input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box}footer{margin-top:3rem;font-size:.8rem}</style>
${body}<footer>This is T21’s sandbox, not GitHub.</footer></html>`
}
