import { renderSVG } from 'uqr'
import { Html, html } from './page.ts'

/** The title of a page and what is below it. */
type Page = readonly [title: string, body: Html]

/** The first step. */
export function passwordPage({
  email = '',
  problem,
}: { email?: string; problem?: string } = {}): Page {
  return [
    'Log in',
    html`${warning(problem)}
      <form method="post" action="/admin/login">
        <label
          >E-mail<input
            name="email"
            type="email"
            value="${email}"
            autocomplete="username"
            required
            ${email === '' && new Html('autofocus')}
        /></label>
        <label
          >Password<input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            ${email !== '' && new Html('autofocus')}
        /></label>
        <button>Go on</button>
      </form>`,
  ]
}

/** The second step, for who has an authenticator. */
export function codePage(problem?: string): Page {
  return [
    'Your code',
    html`${warning(problem)}
      <form method="post" action="/admin/login/code">
        <label
          >Code<small>Six digits of your authenticator. Lost it? A recovery code does, once.</small>
          <input name="code" autocomplete="one-time-code" maxlength="64" required autofocus
        /></label>
        <button>Log in</button>
      </form>
      <p class="quiet"><a href="/admin/login">Begin again</a></p>`,
  ]
}

/** What is shown at the first login. */
export function enrolmentPage(
  {
    secret,
    uri,
    choosesPassword,
  }: { readonly secret: string; readonly uri: string; readonly choosesPassword: boolean },
  problem?: string,
): Page {
  return [
    'Set up your authenticator',
    html`${warning(problem)}
      <ol>
        <li>Scan this with an authenticator app.</li>
        <li>Type the six digits that it shows.</li>
      </ol>
      <div class="qr" role="img" aria-label="QR code with the secret below">
        ${new Html(renderSVG(uri, { border: 1 }))}
      </div>
      <p class="quiet">Or type it: <code>${secret}</code></p>
      <form method="post" action="/admin/login/enrolment">
        <label
          >Code<input
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength="64"
            required
            autofocus
        /></label>
        ${
          choosesPassword &&
          html`<label
            >A password of your own<small>Whoever let you in knows the present one.</small>
            <input name="newPassword" type="password" autocomplete="new-password" required
          /></label>`
        }
        <button>Finish</button>
      </form>`,
  ]
}

/** What is shown once, after the enrolment. */
export function recoveryCodesPage(codes: readonly string[]): Page {
  return [
    'Keep your recovery codes',
    html`<p>Each lets you in once when your authenticator is lost. They are not shown again.</p>
      <ul class="codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <p><a class="button" href="/admin">I have kept them</a></p>`,
  ]
}

/** Leaving changes something, so it is a form. */
export function logoutPage(): Page {
  return [
    'Log out',
    html`<form method="post" action="/admin/logout"><button autofocus>Log out</button></form>
      <p class="quiet"><a href="/admin">Stay</a></p>`,
  ]
}

function warning(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`
}
