import { markup, type Html } from '../pages/html.ts'
import { pageView } from '../pages/page.view.ts'
import { mailText } from '../pages/text.view.ts'
import { moment } from '../pages/time.view.ts'
import type { Sandbox } from '../sandbox.ts'
import { htmlAddress, mailSandbox } from './mail-html.routes.ts'
import type { StoredMail } from './mailbox.ts'

/** The outbox: the mails that T21 would have sent, newest first. */
export function outboxPage(sandbox: Sandbox): Html {
  const mails = sandbox.mailbox.list()
  return pageView({
    title: 'Outbox',
    current: 'outbox',
    lead: 'The mails that would have been sent. None of them has left this machine.',
    aheadSeconds: sandbox.clock.aheadSeconds(),
    body: markup`<div data-topic="outbox" class="outbox">
      <div class="mails" id="mails" data-live-list>${mails.map(mailView)}</div>
      <div id="outbox-foot" data-live-part>${mails.length === 0 && emptyView()}</div>
    </div>`,
  })
}

function mailView(mail: StoredMail): Html {
  return markup`<article class="mail" data-key="mail-${mail.id}" data-version="1">
    <header>
      <h2>${mail.subject === '' ? '(no subject)' : mail.subject}</h2>
      ${moment(mail.receivedAt)}
    </header>
    <p class="to">To ${mail.to}</p>
    ${bodyView(mail)}
  </article>`
}

/** The HTML as mail programs show it, without scripts; the text beside it. */
function bodyView({ id, subject, text, html }: StoredMail): Html {
  const plain = markup`<p class="text">${mailText(text)}</p>`
  if (html === undefined) return plain
  return markup`<iframe src="${htmlAddress(id)}" sandbox="${mailSandbox}" loading="lazy" title="${subject}"></iframe>
    <details><summary>As text</summary>${plain}</details>`
}

function emptyView(): Html {
  return markup`<section class="welcome">
    <h2>No mail yet</h2>
    <p>Register a user or ask for a new password, and the mail appears here by itself.</p>
  </section>`
}
