import { escapeHtml } from '@t21/plugin-kit/sandbox'
/** A page of the emulated site. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · TikTok in the sandbox</title>
<style>:root{color-scheme:light dark;--ink:#161823;--soft:#5c5e69;--line:#dcdce0;--hover:#f6f6f7;--accent:#d6224a}
@media(prefers-color-scheme:dark){:root{--ink:#f1f1f2;--soft:#a3a4aa;--line:#3b3b41;--hover:#25252b;--accent:#ff5c7f}body{background:#121212}}
body{font:16px/1.5 system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem;color:var(--ink)}
h1{font-size:1.4rem}h2{font-size:1rem}ul{list-style:none;padding:0}small{color:var(--soft)}a{color:var(--accent)}
label{display:flex;gap:.6rem;padding:.35rem 0}input[type=text]{flex:1;min-width:0}
button,input[type=text]{box-sizing:border-box;padding:.7rem 1rem;margin:.2rem 0;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit;text-align:left}
button{width:100%;cursor:pointer}button:hover{background:var(--hover)}
footer{margin-top:3rem;color:var(--soft);font-size:.8rem}</style>
${body}
<footer>This is T21’s sandbox, not TikTok.</footer></html>`
}

/** What a person sees when something is asked wrongly. */
export function refusalPage(reason: string): string {
  return page(
    'Something went wrong',
    `<h1>Something went wrong</h1><p>We couldn’t log in with TikTok. This may be due to specific app settings.</p>
<p><code>${escapeHtml(reason)}</code></p>`,
  )
}
