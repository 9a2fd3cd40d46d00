import { addressWith, escapeHtml, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { Page } from '../people/pages.ts'
import type { User } from '../people/users.ts'
import type { GraphApp } from './app.ts'

/** First step: as whom. */
export function peoplePage(app: GraphApp, request: EmulatorRequest): string {
  const people = app.people.map(
    ({ handle, note }) =>
      `<li><a href="${addressWith(request, 'sandbox_account', handle)}"><b>${escapeHtml(handle)}</b> <small>${escapeHtml(note)}</small></a></li>`,
  )
  return page(
    app,
    'Log in',
    `<h1>Log in to use your ${escapeHtml(app.network)} account with ${escapeHtml(app.name)}</h1>
<ul class="people">${people.join('')}</ul>
<form method="get" class="other">${hidden(request)}
<label>Somebody else <input name="sandbox_account" required maxlength="40"></label><button>Continue</button></form>
${cancelLink(request)}`,
  )
}

/** Second step: which pages, and what the app may do. */
export function choicePage(
  app: GraphApp,
  request: EmulatorRequest,
  {
    user,
    pages,
    scopes,
  }: { readonly user: User; readonly pages: readonly Page[]; readonly scopes: readonly string[] },
): string {
  const pageBoxes = pages.map(({ handle, name, way }) =>
    checkbox('sandbox_pages', handle, `<b>${escapeHtml(name)}</b> <small>${wayNotes[way]}</small>`),
  )
  const scopeBoxes = scopes
    .filter((scope) => scope !== 'public_profile')
    .map((scope) => checkbox('sandbox_scopes', scope, `<code>${escapeHtml(scope)}</code>`))
  return page(
    app,
    'Choose what you allow',
    `<h1>${escapeHtml(app.name)} is asking for access</h1><p>You are <b>${escapeHtml(user.name)}</b>.</p>
<form method="get">${hidden(request)}<input type="hidden" name="sandbox_approve" value="${escapeHtml(user.handle)}">
<input type="hidden" name="sandbox_pages" value=""><input type="hidden" name="sandbox_scopes" value="">
<fieldset><legend>Choose the Pages</legend>${pageBoxes.join('')}</fieldset>
<fieldset><legend>It will be allowed to</legend>${scopeBoxes.join('')}</fieldset>
<button>Continue</button></form>${cancelLink(request)}`,
  )
}

/** What a person sees when the app asks wrongly. */
export function refusalPage(app: GraphApp, reason: string): string {
  return page(
    app,
    'Error',
    `<h1>It looks like this app isn’t available</h1><p>This app needs a fix before you can log in.</p>
<p><code>${escapeHtml(reason)}</code></p>`,
  )
}

/** A person's settings: which apps have access. */
export function settingsPage(app: GraphApp): string {
  return page(
    app,
    'Apps and websites',
    `<h1>Apps and websites</h1><form method="get" class="other"><input type="hidden" name="client_id" value="${escapeHtml(app.id)}">
<label>${escapeHtml(app.name)} has access to the account of <input name="sandbox_remove" required maxlength="40"></label><button>Remove</button></form>`,
  )
}

/** What comes of removing an app there. */
export function removedPage(app: GraphApp, handle: string, removed: boolean): string {
  const words = removed ? 'was removed from' : 'has no access to'
  return page(
    app,
    'Apps and websites',
    `<h1>${escapeHtml(app.name)} ${words} the account of ${escapeHtml(handle)}</h1>`,
  )
}

const wayNotes: Readonly<Record<Page['way'], string>> = {
  own: '',
  owned_pages: 'owned by your Business Manager',
  client_pages: 'a client of your Business Manager',
}

function checkbox(name: string, value: string, label: string): string {
  return `<label class="tick"><input type="checkbox" name="${name}" value="${escapeHtml(value)}" checked> <span>${label}</span></label>`
}

function cancelLink(request: EmulatorRequest): string {
  return `<p><a class="cancel" href="${addressWith(request, 'sandbox_cancel', '1')}">Cancel</a></p>`
}

function hidden(request: EmulatorRequest): string {
  return [...request.query]
    .filter(([name]) => !name.startsWith('sandbox_'))
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('')
}

function page(app: GraphApp, title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · ${escapeHtml(app.network)} in the sandbox</title>
<style>:root{color-scheme:light dark;--ink:#1c2b33;--soft:#65676b;--line:#ced0d4;--back:#f0f2f5;--card:#fff;--blue:#0866ff}
@media(prefers-color-scheme:dark){:root{--ink:#e4e6eb;--soft:#b0b3b8;--line:#3e4042;--back:#18191a;--card:#242526}}
body{font:16px/1.5 system-ui;background:var(--back);color:var(--ink);margin:0;padding:3rem 1rem}
main{max-width:28rem;margin:auto;background:var(--card);border-radius:.75rem;padding:1.5rem 2rem;box-shadow:0 1px 3px #0003}
h1{font-size:1.3rem;line-height:1.3}ul{list-style:none;padding:0}.people a,.tick{display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap;padding:.6rem 1rem;margin:.4rem 0;border:1px solid var(--line);border-radius:.5rem;color:inherit;text-decoration:none}
.tick{border:0;padding:.2rem 0}.people a:hover{background:var(--back)}small{color:var(--soft)}
fieldset{border:0;border-top:1px solid var(--line);margin:1rem 0 0;padding:.75rem 0 0}legend{font-weight:600;padding-right:.5rem}
.other{display:grid;grid-template-columns:1fr auto;gap:.5rem;align-items:end}.other label{display:grid;gap:.2rem;min-width:0}
input:not([type]),button{box-sizing:border-box;width:100%;min-width:0;padding:.6rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit}
button{background:var(--blue);border-color:var(--blue);color:#fff;font-weight:600;margin-top:1rem;cursor:pointer}.other button{margin:0}
.cancel{color:var(--soft)}footer{text-align:center;margin-top:2rem;color:var(--soft);font-size:.8rem}</style>
<main>${body}</main>
<footer>This is T21’s sandbox, not ${escapeHtml(app.network)}.</footer></html>`
}
