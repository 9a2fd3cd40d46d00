import { escapeHtml, type EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** A page of the sandbox that stands for one of Stripe's. `body` is HTML. It works without JavaScript. */
export function htmlPage(title: string, body: string, status = 200): EmulatorResponse {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · sandbox</title>
<style>${style}</style>
</head>
<body>
<p class="sandbox" role="note">Sandbox: this is not Stripe. No money moves, and no real card works here.</p>
<main>
${body}
</main>
</body>
</html>
`
  return {
    status,
    html,
    headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  }
}

/** Text that may stand in a page. */
export const shown = escapeHtml

/** 700 `gbp` as people read it. */
export function shownMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  return format.format(amount / 100)
}

/** A day as people read it. */
export function shownDay(seconds: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return format.format(new Date(seconds * 1000))
}

/** Sends the browser on. */
export function redirect(location: string): EmulatorResponse {
  return { status: 303, headers: { location, 'cache-control': 'no-store' } }
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 }
main { max-width: 32rem; margin: 0 auto; padding: 1rem }
.sandbox { margin: 0; padding: .5rem 1rem; background: #ffd166; color: #332200; text-align: center }
label { display: block; margin: .75rem 0 }
input, select { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit }
button { padding: .6rem 1rem; font: inherit; font-weight: 600; cursor: pointer }
table { width: 100%; border-collapse: collapse }
td, th { padding: .4rem .2rem; text-align: left; border-bottom: 1px solid #8884 }
td:last-child, th:last-child { text-align: right }
.error { color: #b00020; background: #fff0f2; padding: .5rem }
form { margin: 1rem 0 }
`
